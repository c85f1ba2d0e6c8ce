import type { Act } from '../ledger/acts.ts';
import { hiddenFields } from './forms.ts';
import { html, type Markup } from './html.ts';

const words: Readonly<Record<string, string>> = {
  'add transaction': 'Added',
  'edit transaction': 'Changed',
  'delete transaction': 'Deleted',
  'restore transaction': 'Brought back',
  'add account': 'Opened the account',
  'edit account': 'Changed the account',
  'add category': 'Added the category',
  'edit category': 'Changed the category',
  'add book': 'Made the book',
  'edit book': 'Changed the book',
  'add member': 'Joined',
  'edit member': 'Changed a member',
  'delete member': 'A member left',
  'add invitation': 'Made a link to join by',
  'delete invitation': 'Took a link back',
  undo: 'Undid',
};

/** The word for what somebody did: "Deleted". */
export function actWords({ kind }: Pick<Act, 'kind'>): string {
  return words[kind] ?? 'Changed';
}

/** Whether a person may be offered to undo it: who is or may become a member is changed where members are. */
export function isUndoable({ kind, isUndone }: Pick<Act, 'kind' | 'isUndone'>): boolean {
  return !isUndone && !/ (?:member|invitation)$/.test(kind) && kind !== 'add book';
}

interface UndoView {
  readonly book: string;
  readonly csrf: string;
  readonly act: string;
  /** What it undoes, for those who cannot see what it stands beside. */
  readonly of: string;
  /** The page to go back to. @default the activity */
  readonly back?: string;
}

/** A button that undoes an act. */
export function undoForm({ book, csrf, act, of, back }: UndoView): Markup {
  const hidden = back === undefined ? '' : html`<input type="hidden" name="back" value="${back}">`;
  return html`<form method="post" action="/books/${book}/activity/${act}/undo">!${hiddenFields(csrf)}!${hidden}<button class="small secondary">Undo<span class="hidden"> ${of}</span></button></form>`;
}

/** One sentence about what was just done, with the way to undo it for those who may. */
export function actNotice(
  act: Act,
  view: { book: string; csrf: string; back: string; mayUndo: boolean },
): Markup {
  const said = act.kind === 'undo' ? 'Undone' : act.kind === 'delete transaction' ? 'Deleted' : 'Saved';
  const sentence = `${said}${act.title === '' ? '' : `: ${act.title}`}.`;
  const way = view.mayUndo && isUndoable(act) ? undoForm({ ...view, act: act.id, of: sentence }) : '';
  return html`<div class="notice" role="status"><span>${sentence}</span>!${way}</div>`;
}
