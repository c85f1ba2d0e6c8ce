import { momentText, type Writing } from '../../format-days-and-times.ts';
import type { Act } from '../../ledger/begin-and-list-acts.ts';
import type { Left } from '../../ledger/row-skipped-by-undo.ts';
import { isUndoable, undoForm } from '../../web/act-notice.ts';
import { actWords } from '../../web/act-words.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { type PlainKey, say } from '../../words/say.ts';

export interface ActivityView {
  readonly book: { readonly id: string; readonly role: string };
  readonly writing: Writing;
  readonly timeZone: string;
  readonly csrf: string;
  /** Newest first. */
  readonly acts: readonly Act[];
  /** Last act of the page, when there are older ones. */
  readonly older: string | null;
  /** True when the book has changes from before acts were recorded. */
  readonly begun: boolean;
}

/** Renders the book's acts, by whom and when, each with an undo button. */
export function activityPage(view: ActivityView): Markup {
  const { acts, book, older } = view;
  const path = `/books/${book.id}/activity`;
  if (acts.length === 0) {
    return html`<h1>${say('activity.title')}</h1><div class="card empty">!${icon('transactions')}<p>${say('activity.nothingYet')}</p></div>!${beforeActs(view)}`;
  }
  return html`<h1>${say('activity.title')}</h1>
<div class="card list"><ul class="rows">!${acts.map((act) => row(act, view))}</ul></div>
!${beforeActs(view)}<nav class="pages" aria-label="${say('common.pages')}"><span></span>!${older === null ? '' : html`<a class="button secondary" href="${path}?before=${older}">${say('common.older')}!${icon('forward')}</a>`}</nav>`;
}

/** Note at the end of the last page. */
function beforeActs({ begun, older }: ActivityView): Markup {
  if (!begun || older !== null) return '';
  return html`<p class="aside"><small>${say('activity.changedBefore')}</small></p>`;
}

function row(act: Act, { book, writing, timeZone, csrf }: ActivityView): Markup {
  const at = momentText(act.at, writing.locale, timeZone);
  const by = say('activity.by', { at, name: act.name ?? say('activity.somebody') });
  const what = actWords(act);
  const way = act.isUndone
    ? html`<span class="badge">${say('activity.undone')}</span>`
    : book.role !== 'viewer' && isUndoable(act)
      ? undoForm({ book: book.id, csrf, act: act.id, of: what })
      : '';
  return html`<li><div><span class="what"><b>${what}</b><small>${by}</small></span>!${way}</div></li>`;
}

const reasons: Readonly<Record<Left['why'], PlainKey>> = {
  edited: 'activity.leftEdited',
  closed: 'activity.leftClosed',
  used: 'activity.leftUsed',
  gone: 'activity.leftGone',
  taken: 'activity.leftTaken',
  there: 'activity.leftThere',
};

/** Page of the rows that an undo skipped. */
export function leftPage(book: string, count: number, left: readonly Left[]): Markup {
  const rows = left.map(
    ({ title, why }) =>
      html`<li><div><span class="what"><b>${title}</b><small>${say(reasons[why])}</small></span></div></li>`,
  );
  const done = count === 0 ? say('activity.nothingPutBack') : say('activity.putBack', { count });
  return html`<div class="narrow"><h1>${count === 0 ? say('activity.notUndone') : say('activity.undoneInPart')}</h1>
<p>${done}</p>
<div class="card list"><ul class="rows">!${rows}</ul></div>
<p><a class="button" href="/books/${book}/activity">${say('activity.goTo')}</a></p></div>`;
}
