import { dayText } from '../../day-field-text.ts';
import type { Entry } from '../../ledger/entry-to-postings.ts';
import { doubtsAbout } from '../../ledger/implausible-day-of-entry.ts';
import type { Transaction } from '../../ledger/read-transactions-with-postings.ts';
import type { Markup } from '../../web/html.ts';
import { implausibleDayWords } from '../../web/implausible-day-words.ts';
import { workedOutNotice } from '../../web/read-typed-amount-or-sum.ts';
import { say } from '../../words/say.ts';
import { changeDraft } from './apply-form-button-to-draft.ts';
import { draftToEntry } from './draft-to-entry.ts';
import { calculateSums } from './evaluate-typed-sums-in-draft.ts';
import type { Draft } from './form-draft.ts';
import { type FormView, formPage } from './form-page.ts';
import { asSuggested } from './suggestion-by-last-time-and-rules.ts';

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
  const again = draftAgain(view, intent);
  if (again) {
    const { draft: next, ...options } = again;
    return { form: formPage({ ...view, draft: next }), options };
  }
  const read = draftToEntry(draft, known, stored);
  if ('problems' in read)
    return { form: formPage({ ...view, problems: read.problems }), options: { status: 422 } };
  const { bookedOn } = read.entry;
  const doubts = doubtsAbout(read.entry, known.accounts, draft.today, stored);
  if (doubts.length === 0 || draft.bookedOnSure === bookedOn) return read;
  const asked = {
    draft: { ...draft, bookedOn: dayText(bookedOn, draft), bookedOnMeant: '' },
    unsure: bookedOn,
    problems: { bookedOn: implausibleDayWords(doubts, draft) },
  };
  return { form: formPage({ ...view, ...asked }), options: { status: 422 } };
}

/**
 * The draft to show again, for a button that saves nothing, or with sums worked out; undefined for one that is to be read.
 */
export function draftAgain(
  { draft, known, suggestion }: Pick<FormView, 'draft' | 'known' | 'suggestion'>,
  intent: string | undefined,
): { readonly draft: Draft; readonly notice?: string } | undefined {
  if (intent === 'recall') {
    const filled = suggestion && asSuggested(draft, suggestion, known);
    return filled ? { draft: filled } : { draft, notice: nothingToRecall(draft) };
  }
  const next = changeDraft(draft, intent, known.accounts);
  if (next) return { draft: next };
  const summed = calculateSums(draft, known);
  return summed && { draft: summed, notice: workedOutNotice() };
}

function nothingToRecall({ payee }: Draft): string {
  return payee === '' ? say('transactions.payeeFirst') : say('transactions.noLastTime', { payee });
}
