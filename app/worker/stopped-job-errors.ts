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

/** The job needs more time or memory than any may take, and would each time. */
export class TooHardError extends Error {
  override readonly name = 'TooHardError';
}
