/** Why a file is not taken as a receipt. */
export type Refusal = 'unknown' | 'too many pixels' | 'damaged' | 'too hard' | 'too large';

/** The file is not taken; nothing of it is kept. */
export class RefusedFileError extends Error {
  readonly why: Refusal;
  constructor(why: Refusal) {
    super(why);
    this.name = 'RefusedFileError';
    this.why = why;
  }
}

/** Pixels of the largest picture: what the cameras of most phones make. */
export const MOST_PIXELS = 50_000_000;
