import { sealedLength } from '../sealed-text.ts';

/**
 * Maximum form size in bytes; the largest of our forms, a transaction with a hundred parts and fees, each with the
 * longest note in four-byte characters, comes close.
 */
export const LARGEST_FORM = 2 ** 19;

/** Maximum size in bytes of a form with files, for the proxy and for the app: the largest file, and what stands beside it. */
export function largestUpload(maxFileBytes: number): number {
  return maxFileBytes + 2 ** 20;
}

/** Length in characters of the largest sealed form that a sign-in page can hold: its fields, and its source. */
export const LARGEST_KEPT = sealedLength(LARGEST_FORM + 2 ** 16);

/** Maximum size in bytes of a sign-in that includes a preserved form. */
export const LARGEST_SIGN_IN = LARGEST_KEPT + 2 ** 16;
