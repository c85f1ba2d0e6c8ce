/**
 * Runs other tasks for as long as some work takes.
 *
 * @param others tasks that end by themselves soon after `isGoing` returns false
 * @throws Error that the work threw, or else the first one of the others
 */
export async function runAlongside(
  work: () => Promise<unknown>,
  ...others: ReadonlyArray<(isGoing: () => boolean) => Promise<void>>
): Promise<void> {
  let going = true;
  const all = Promise.all(others.map((other) => other(() => going)));
  all.catch(() => {}); // thrown below, once the work is done
  try {
    await work();
  } finally {
    going = false;
  }
  await all;
}
