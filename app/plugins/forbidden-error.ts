/** The person is known, but the action is forbidden to them, or hidden from them as not found. */
export abstract class ForbiddenError extends Error {
  abstract readonly statusCode: 403 | 404;
}
