import { momentText, type Writing } from '../../calendar.ts';
import type { Act } from '../../ledger/acts.ts';
import type { Left } from '../../ledger/undo.ts';
import { actWords, isUndoable, undoForm } from '../../web/act.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';

export interface ActivityView {
  readonly book: { readonly id: string; readonly role: string };
  readonly writing: Writing;
  readonly timeZone: string;
  readonly csrf: string;
  /** Newest first. */
  readonly acts: readonly Act[];
  /** The last act of the page, where there are older ones. */
  readonly older: string | null;
  /** Whether the book was changed before acts were kept. */
  readonly begun: boolean;
}

/** What was done to the book, by whom and when, each with the way to undo it. */
export function activityPage(view: ActivityView): Markup {
  const { acts, book, older } = view;
  const path = `/books/${book.id}/activity`;
  if (acts.length === 0) {
    return html`<h1>Activity</h1><div class="card empty">!${icon('transactions')}<p>What is changed in this book stands here, newest first.</p></div>!${beforeActs(view)}`;
  }
  return html`<h1>Activity</h1>
<div class="card list"><ul class="rows">!${acts.map((act) => row(act, view))}</ul></div>
!${beforeActs(view)}<nav class="pages" aria-label="Pages"><span></span>!${older === null ? '' : html`<a class="button secondary" href="${path}?before=${older}">Older!${icon('forward')}</a>`}</nav>`;
}

/** At the end of the last page. */
function beforeActs({ begun, older }: ActivityView): Markup {
  if (!begun || older !== null) return '';
  return html`<p class="aside"><small>This book was changed before activity was kept. That is not listed here, and cannot be undone; the rows themselves can be changed as ever.</small></p>`;
}

function row(act: Act, { book, writing, timeZone, csrf }: ActivityView): Markup {
  const at = momentText(act.at, writing.locale, timeZone);
  const what = act.title === '' ? actWords(act) : `${actWords(act)}: ${act.title}`;
  const way = act.isUndone
    ? html`<span class="badge">Undone</span>`
    : book.role !== 'viewer' && isUndoable(act)
      ? undoForm({ book: book.id, csrf, act: act.id, of: what })
      : '';
  return html`<li><div><span class="what"><b>${what}</b><small>${at}, ${act.name ?? 'somebody'}</small></span>!${way}</div></li>`;
}

const reasons: Readonly<Record<Left['why'], string>> = {
  edited: 'It was edited since.',
  closed: 'It is on an account that was closed since. Reopen that first.',
  used: 'It is in use.',
  gone: 'What it is on, or below, is not there any more. Bring that back first.',
  taken: 'Its name was given to another. Rename that first.',
};

/** What an undo has left as it is. */
export function leftPage(book: string, count: number, left: readonly Left[]): Markup {
  const rows = left.map(
    ({ title, why }) =>
      html`<li><div><span class="what"><b>${title}</b><small>${reasons[why]}</small></span></div></li>`,
  );
  const done =
    count === 0 ? 'Nothing was undone.' : `${count} ${count === 1 ? 'row was' : 'rows were'} put back.`;
  return html`<div class="narrow"><h1>${count === 0 ? 'Not undone' : 'Undone in part'}</h1>
<p>${done} This stays as it is:</p>
<div class="card list"><ul class="rows">!${rows}</ul></div>
<p><a class="button" href="/books/${book}/activity">Go to the activity</a></p></div>`;
}
