import { isForPeople } from './problem.ts';

/**
 * Runs a command: its result becomes the exit code, and an error that people can fix is printed without a stack trace.
 *
 * @param failed exit code after an error
 */
export async function runCommand(command: () => Promise<number> | number, failed = 2): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    console.error(isForPeople(error) ? error.message : error);
    process.exitCode = failed;
  }
}
