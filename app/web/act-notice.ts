import type { Act } from '../ledger/begin-and-list-acts.ts';
import type { Moved } from '../ledger/facts-for-act-notice.ts';
import { say, sayMarkup } from '../words/say.ts';
import { actWords, manyWords, pastWords } from './act-words.ts';
import { amountText } from './amount.ts';
import { hiddenFields } from './forms.ts';
import { hidden, html, type Markup } from './html.ts';

/** True when an undo may be offered; memberships, invitations and sample data are changed on their own pages instead. */
export function isUndoable({ kind, isUndone }: Pick<Act, 'kind' | 'isUndone'>): boolean {
  return !isUndone && !/ (?:member|invitation)$/.test(kind) && kind !== 'add book' && kind !== 'add sample';
}

interface UndoView {
  readonly book: string;
  readonly csrf: string;
  readonly act: string;
  /** Describes the act for screen readers, which do not see what the button stands next to. */
  readonly of: string;
  /** Page to return to. @default the activity */
  readonly back?: string;
}

/** Renders a button that undoes an act. */
export function undoForm({ book, csrf, act, of, back }: UndoView): Markup {
  const way = back === undefined ? '' : html`<input type="hidden" name="back" value="${back}">`;
  return html`<form method="post" action="/books/${book}/activity/${act}/undo">!${hiddenFields(csrf)}!${way}<button class="small secondary">!${sayMarkup('acts.undoThis', { act: of, hidden })}</button></form>`;
}

/** An act as shown on the next page. */
export interface ToldAct extends Act {
  /** Amount of the undone act, when it was about a single transaction; undefined for acts other than an undo. */
  readonly moved: Moved | undefined;
  /** Id of the transaction whose category it changed, for a rule that does the same; undefined for all other acts. */
  readonly sorted: string | undefined;
}

interface NoticeView {
  readonly book: string;
  readonly csrf: string;
  readonly back: string;
  readonly mayUndo: boolean;
  readonly locale: string;
}

/** Renders a sentence about the act just done, with an undo button for those who may use it. */
export function actNotice(act: ToldAct, view: NoticeView): Markup {
  const sentence = saidOf(act, view.locale);
  const way = view.mayUndo && isUndoable(act) ? undoForm({ ...view, act: act.id, of: sentence }) : '';
  const always =
    view.mayUndo && act.sorted !== undefined && !act.isUndone
      ? html`<a href="/books/${view.book}/rules/new?like=${act.sorted}">${say('rules.always')}</a>`
      : '';
  return html`<div class="notice" role="status"><span>${sentence}</span>!${always}!${way}</div>`;
}

function saidOf(told: ToldAct, locale: string): string {
  const { kind, title, of, isRedone, moved } = told;
  if (of === null) {
    const words = manyWords(kind, told);
    if (words !== undefined) return say('acts.sentence', { act: words });
    if (kind === 'join' || kind === 'take apart') return say('acts.sentence', { act: actWords(told) });
    if (kind === 'delete transaction')
      return title === '' ? say('acts.deleted') : say('acts.deletedOne', { title });
    return title === '' ? say('acts.saved') : say('acts.savedOne', { title });
  }
  const act = pastWords(of, told);
  if (!moved) return say(isRedone ? 'acts.doneAgain' : 'acts.undone', { act });
  const amount = amountText(moved.amount, moved.currency, locale);
  return say(isRedone ? 'acts.doneAgainWithAmount' : 'acts.undoneWithAmount', { act, amount });
}
