/**
 * Lets somebody go on with something for as long as work takes.
 *
 * @param others told whether to go on; they end by themselves soon after they are not
 * @throws Error what the work threw, or else the first of the others
 */
export async function meanwhile(
  work: () => Promise<unknown>,
  ...others: ReadonlyArray<(isGoing: () => boolean) => Promise<void>>
): Promise<void> {
  let going = true;
  const all = Promise.all(others.map((other) => other(() => going)));
  all.catch(() => {}); // looked at below, when the work is done
  try {
    await work();
  } finally {
    going = false;
  }
  await all;
}
