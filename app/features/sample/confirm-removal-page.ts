import { momentText, type Writing } from '../../format-days-and-times.ts';
import type { Changes } from '../../sample/make-remove-and-restore-book.ts';
import { actWords } from '../../web/act-words.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';

export interface ChangedView {
  readonly csrf: string;
  /** Id of the sample book. */
  readonly book: string;
  readonly changes: Changes;
  readonly writing: Writing & { readonly timeZone: string };
}

/** Names what somebody did in sample data before it is removed with it. */
export function changedPage({ csrf, book, changes: { acts, newest }, writing }: ChangedView): Markup {
  const rows = acts.map((act) => {
    const at = momentText(act.at, writing.locale, writing.timeZone);
    const by = say('activity.by', { at, name: act.name ?? say('activity.somebody') });
    return html`<li><div><span class="what"><b>${actWords(act)}</b><small>${by}</small></span></div></li>`;
  });
  return html`<h1>${say('sample.changedSince')}</h1>
<p>${say('sample.removeHint')}</p>
<div class="card list"><ul class="rows">!${rows}</ul></div>
<form method="post" action="/books/sample/remove"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="book" value="${book}"><input type="hidden" name="seen" value="${newest}">
<div class="buttons"><button class="danger">${say('sample.remove')}</button><a href="/books/${book}">${say('common.cancel')}</a></div></form>`;
}
