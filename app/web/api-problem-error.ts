/** An error that is sent to programs as a problem. */
export class ProblemError extends Error {
  readonly statusCode: number;
  /** Invalid member of the request, if it is a single one. */
  readonly field: string | undefined;
  constructor(statusCode: number, message: string, field?: string) {
    super(message);
    this.statusCode = statusCode;
    this.field = field;
  }
}
