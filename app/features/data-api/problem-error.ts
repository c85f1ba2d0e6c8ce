/** A refusal that programs can read. */
export class ProblemError extends Error {
  readonly statusCode: number;
  /** The member of the request that is wrong, if it is one. */
  readonly field: string | undefined;
  constructor(statusCode: number, message: string, field?: string) {
    super(message);
    this.statusCode = statusCode;
    this.field = field;
  }
}
