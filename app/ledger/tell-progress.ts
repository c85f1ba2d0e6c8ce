/** Hears how many rows are done, of how many; 0 of 0 while they are not counted. It may throw to end the work. */
export type Tell = (done: number, total: number) => Promise<void>;
