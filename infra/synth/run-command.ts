/** Runs a command: its result is the exit code, and a mistake of the caller is told without a stack trace. */
export async function runCommand(command: () => Promise<number> | number): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const expected = error instanceof Error && /^(Usage|Settings)Error$/.test(error.constructor.name);
    console.error(expected ? error.message : error);
    process.exitCode = 2;
  }
}
