/** An error that the person at the keyboard can fix: shown as its message alone, without a stack trace. */
export class Problem extends Error {}

/** True for errors that people can fix: problems, and files, programs and hosts that the system does not reach. */
export function isForPeople(error: unknown): error is Error {
  return error instanceof Problem || (error instanceof Error && ('syscall' in error || 'path' in error));
}
