/** The job was taken over by another worker: this one held it for too long. */
export class JobLostError extends Error {
  override readonly name = 'JobLostError';
}

/** The worker was told to stop while parts of the job remain. */
export class JobLeftError extends Error {
  override readonly name = 'JobLeftError';
}

/** Nobody wants the job any more. */
export class JobCancelledError extends Error {
  override readonly name = 'JobCancelledError';
}

/** The job can do nothing, and could not at the next attempt. */
export class NothingToDoError extends Error {
  override readonly name = 'NothingToDoError';
}

/** The job needs more time or memory than any may take, and would each time. */
export class TooHardError extends Error {
  override readonly name = 'TooHardError';
}
