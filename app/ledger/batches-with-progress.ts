/** Hears how many rows are done, of how many; 0 of 0 while they are not counted. It may throw to end the work. */
export type Tell = (done: number, total: number) => Promise<void>;

/** Does something with some of the rows after the other, and tells before each step and at the end how far it is. */
export async function inSteps<T>(
  rows: readonly T[],
  atOnce: number,
  tell: Tell | undefined,
  step: (some: T[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; from < rows.length; from += atOnce) {
    await tell?.(from, rows.length);
    await step(rows.slice(from, from + atOnce));
  }
  await tell?.(rows.length, rows.length);
}
