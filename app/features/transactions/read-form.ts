import { dayText } from '../../day-text.ts';
import { doubtsAbout } from '../../ledger/doubts.ts';
import type { Entry } from '../../ledger/entry.ts';
import type { Transaction } from '../../ledger/transaction.ts';
import { doubtWords } from '../../web/doubt-words.ts';
import type { Markup } from '../../web/html.ts';
import { type FormView, formPage } from './form-page.ts';
import { readDraft } from './read-draft.ts';
import { summedNotice, summedUp } from './sums.ts';
import { turned } from './turn-draft.ts';

/** The form once more, and how its page differs from that of the first time. */
interface Again {
  readonly form: Markup;
  readonly options: { readonly status?: 422; readonly notice?: string };
}

/** What a form that was sent leads to: an entry to write, or the form once more, with nothing written. */
export function readForm(
  view: FormView & { readonly stored?: Transaction | undefined },
  intent: string | undefined,
): { readonly entry: Entry } | Again {
  const { draft, known, stored } = view;
  const next = turned(draft, intent, known.accounts);
  if (next) return { form: formPage({ ...view, draft: next }), options: {} };
  const summed = summedUp(draft, known);
  if (summed) return { form: formPage({ ...view, draft: summed }), options: { notice: summedNotice } };
  const read = readDraft(draft, known, stored);
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
