import { SettingsError } from '../settings/settings-error.ts';
import { UsageError } from './command-line.ts';

/** Runs a command: its result becomes the exit code, and a mistake of the caller is printed without a stack trace. */
export async function runCommand(command: () => Promise<number> | number): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const isCallers = error instanceof UsageError || error instanceof SettingsError;
    console.error(isCallers ? error.message : error);
    process.exitCode = 2;
  }
}
