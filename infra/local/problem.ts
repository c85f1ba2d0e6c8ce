/** An error that the person at the keyboard can fix: shown as its message alone, without a stack trace. */
export class Problem extends Error {}
