import { ClosedAccountError } from '../../ledger/write-transaction.ts';
import type { Problems } from '../../web/forms.ts';

/** For a write that failed: the problem to show where it met a closed account. @throws every other error */
export function closedAsProblem(error: unknown): Problems {
  if (error instanceof ClosedAccountError) return { account: error.message };
  throw error;
}
