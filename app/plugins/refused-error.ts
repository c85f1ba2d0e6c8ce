/** An answer to somebody who is known: this is not for them to do, or not there for them. */
export abstract class RefusedError extends Error {
  abstract readonly statusCode: 403 | 404;
}
