import type { Role } from '../../plugins/person-and-book-authorization.ts';
import { currencyChoices } from '../../web/currency-choices.ts';
import { field, hiddenFields, type Problems, problemSummary, select } from '../../web/forms.ts';
import { hidden, html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { type PlainKey, say, sayMarkup } from '../../words/say.ts';
import type { OwnBook } from './store.ts';

const ownRoles = {
  owner: 'books.yours',
  editor: 'books.mayEdit',
  viewer: 'books.mayLook',
} as const satisfies Record<Role, PlainKey>;

export interface BooksView {
  readonly books: readonly OwnBook[];
  /** Id of the book that the person starts with. */
  readonly home: string | null;
  readonly csrf: string;
}

export function booksPage({ books, home, csrf }: BooksView): Markup {
  const rows = books.map(({ id, name, currency, role, isSample }) => {
    const choose = html`<form method="post" action="/books/home"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="book" value="${id}"><button class="small secondary">!${sayMarkup('books.makeHome', { name, hidden })}</button></form>`;
    return html`<li><div><a class="what" href="/books/${id}"><b>${name}</b><small>${say(ownRoles[role])} · ${currency}</small></a>!${isSample ? html`<span class="badge">${say('sample.badge')}</span>` : ''}!${id === home ? html`<span class="badge">${say('books.home')}</span>` : choose}</div></li>`;
  });
  return html`<div class="head"><h1>${say('books.title')}</h1><a class="button" href="/books/new">!${icon('add')}${say('common.addBook')}</a></div>
!${books.length > 0 ? html`<div class="card list"><ul class="rows">!${rows}</ul></div><p class="aside"><small>${say('books.homeHint')}</small></p>` : html`<p>${say('books.noneYet')}</p>`}`;
}

export interface NewBookView {
  readonly csrf: string;
  readonly key?: string;
  readonly values: { readonly name: string; readonly currency: string };
  readonly problems?: Problems;
}

export function newBookPage({ csrf, key, values, problems = {} }: NewBookView): Markup {
  return html`<h1>${say('common.addBook')}</h1>
<p>${say('books.addHint')}</p>
!${problemSummary(problems)}
<form method="post" action="/books">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: say('common.name'), value: values.name, autofocus: values.name === '', problem: problems['name'] })}
!${select({ name: 'currency', label: say('common.currency'), value: values.currency, groups: currencyChoices(), hint: say('books.currencyHint'), problem: problems['currency'] })}
<div class="buttons"><button>${say('common.save')}</button><a href="/books">${say('common.cancel')}</a></div>
</form>`;
}
