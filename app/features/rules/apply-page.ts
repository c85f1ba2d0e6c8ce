import { shortDay } from '../../format-days-and-times.ts';
import { mostAtOnce } from '../../ledger/count-and-lock-matches.ts';
import type { Matches } from '../../ledger/rules/transactions-to-change.ts';
import { type Cursor, cursorText } from '../../ledger/transaction-list.ts';
import { hiddenFields } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { say } from '../../words/say.ts';
import { type MatchesView, matchRows } from './transactions-to-change-list.ts';

export interface ApplyView extends MatchesView {
  readonly csrf: string;
  readonly matches: Matches;
  /** Digest of the rows that are shown. */
  readonly mark: string;
  /** Row after which they begin; empty for the newest. */
  readonly after: string;
  /** The only rule to apply, in words; undefined for all rules. */
  readonly only: { readonly id: string; readonly words: string } | undefined;
}

/** Renders the rows that rules would change, before anything is changed, with the button that does it. */
export function applyPage(view: ApplyView): Markup {
  const { book, csrf, matches, mark, after, only, writing } = view;
  const { found, older } = matches;
  const path = `/books/${book.id}/rules`;
  const heading = html`<h1>${say(only ? 'rules.applyOne' : 'rules.applyAll')}</h1>!${only ? html`<p>${only.words}</p>` : ''}`;
  const back = html`<a class="button secondary" href="${path}">!${icon('back')}${say('rules.goTo')}</a>`;
  const next = older
    ? html`<a class="button secondary" href="${olderRows(book.id, only?.id ?? '', older)}">${say('rules.goOn')}!${icon('forward')}</a>`
    : '';
  const day = older ? shortDay(older.bookedOn, writing) : '';
  if (found.length === 0) {
    const none = older ? say('rules.nothingAfter', { day }) : say('rules.nothingToDo');
    return html`<div class="narrow">!${heading}<p>${none}</p><p class="quiet">${say('rules.leftHint')}</p><p>!${back}!${next}</p></div>`;
  }
  return html`<div class="narrow">!${heading}
<p>${say('rules.wouldChange', { count: found.length })} ${older ? say('rules.notAll', { day, most: mostAtOnce }) : ''} <span class="quiet">${say('rules.leftHint')}</span></p>
<form class="plain" method="post" action="${path}/apply">!${hiddenFields(csrf)}<input type="hidden" name="rule" value="${only?.id ?? ''}"><input type="hidden" name="mark" value="${mark}"><input type="hidden" name="after" value="${after}">
<div class="buttons"><button>${say('bulk.applyTo', { count: found.length })}</button>!${back}!${next}</div></form>
!${matchRows(found, view)}</div>`;
}

/** Address of the page about older rows. @param only id of the only rule to apply; empty for all */
export function olderRows(book: string, only: string, older: Cursor): string {
  return `/books/${book}/rules/apply?${new URLSearchParams({ rule: only, after: cursorText(older) })}`;
}
