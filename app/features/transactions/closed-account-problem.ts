import { ClosedAccountError } from '../../ledger/write-transaction.ts';
import type { Problems } from '../../web/forms.ts';

/** Turns the error of a failed write into a form error, when an account was closed. @throws any other error */
export function closedAccountProblem(error: unknown): Problems {
  if (error instanceof ClosedAccountError) return { account: error.message };
  throw error;
}
