import { currencyChoices } from '../../web/currency-choices.ts';
import { field, hiddenFields, type Problems, problemSummary, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import type { OwnBook } from './store.ts';

const roleWords = { owner: 'Yours', editor: 'You may edit', viewer: 'You may look' };

export interface BooksView {
  readonly books: readonly OwnBook[];
  /** Id of the one that the person starts with. */
  readonly home: string | null;
  readonly csrf: string;
}

export function booksPage({ books, home, csrf }: BooksView): Markup {
  const rows = books.map(({ id, name, currency, role }) => {
    const choose = html`<form method="post" action="/books/home"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="book" value="${id}"><button class="small secondary">Make home<span class="hidden">: ${name}</span></button></form>`;
    return html`<li><div><a class="what" href="/books/${id}"><b>${name}</b><small>${roleWords[role]} · ${currency}</small></a>!${id === home ? html`<span class="badge">Home</span>` : choose}</div></li>`;
  });
  return html`<div class="head"><h1>Your books</h1><a class="button" href="/books/new">!${icon('add')}Add a book</a></div>
!${books.length > 0 ? html`<div class="card list"><ul class="rows">!${rows}</ul></div><p class="aside"><small>Home is the book that you start with.</small></p>` : html`<p>You have no book yet. Add one, or ask the owner of another for an invitation.</p>`}`;
}

export interface NewBookView {
  readonly csrf: string;
  readonly key?: string;
  readonly values: { readonly name: string; readonly currency: string };
  readonly problems?: Problems;
}

export function newBookPage({ csrf, key, values, problems = {} }: NewBookView): Markup {
  return html`<h1>Add a book</h1>
<p>A book has its own accounts, categories and members: one for the household, one for a club.</p>
!${problemSummary(problems)}
<form method="post" action="/books">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: 'Name', value: values.name, autofocus: values.name === '', problem: problems['name'] })}
!${select({ name: 'currency', label: 'Currency', value: values.currency, groups: currencyChoices(), hint: 'Each account can have another one.', problem: problems['currency'] })}
<div class="buttons"><button>Save</button><a href="/books">Cancel</a></div>
</form>`;
}
