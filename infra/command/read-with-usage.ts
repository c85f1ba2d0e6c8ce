import { Problem } from './problem.ts';

/**
 * Reads arguments.
 *
 * @throws Problem with what is wrong with them, and the usage
 */
export function readWithUsage<T>(usage: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Problem(`${(error as Error).message.split('. ')[0]}\n${usage}`);
  }
}
