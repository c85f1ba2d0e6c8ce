import { dayText } from '../../day-text.ts';
import { doubtsAbout } from '../../ledger/doubtful-entries.ts';
import type { Entry } from '../../ledger/journal-entry.ts';
import type { Transaction } from '../../ledger/transaction.ts';
import { workedOutNotice } from '../../web/amount-field.ts';
import { doubtWords } from '../../web/doubt-words.ts';
import type { Markup } from '../../web/html.ts';
import { calculateSums } from './calculate-sums.ts';
import { changeDraft } from './change-draft.ts';
import { draftToEntry } from './draft-to-entry.ts';
import { type FormView, formPage } from './form-page.ts';

/** The form to show again, with the status and notice of its page. */
interface Again {
  readonly form: Markup;
  readonly options: { readonly status?: 422; readonly notice?: string };
}

/** Reads a submitted form; returns an entry to write, or the form to show again, with nothing written. */
export function readForm(
  view: FormView & { readonly stored?: Transaction | undefined },
  intent: string | undefined,
): { readonly entry: Entry } | Again {
  const { draft, known, stored } = view;
  const next = changeDraft(draft, intent, known.accounts);
  if (next) return { form: formPage({ ...view, draft: next }), options: {} };
  const summed = calculateSums(draft, known);
  if (summed) return { form: formPage({ ...view, draft: summed }), options: { notice: workedOutNotice() } };
  const read = draftToEntry(draft, known, stored);
  if ('problems' in read)
    return { form: formPage({ ...view, problems: read.problems }), options: { status: 422 } };
  const { bookedOn } = read.entry;
  const doubts = doubtsAbout(read.entry, known.accounts, draft.today, stored);
  if (doubts.length === 0 || draft.bookedOnSure === bookedOn) return read;
  const asked = {
    draft: { ...draft, bookedOn: dayText(bookedOn, draft), bookedOnMeant: '' },
    unsure: bookedOn,
    problems: { bookedOn: doubtWords(doubts, draft) },
  };
  return { form: formPage({ ...view, ...asked }), options: { status: 422 } };
}
