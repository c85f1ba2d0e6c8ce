import { currencies } from '../../money.ts';
import { field, hiddenFields, type Problems, problemSummary, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import type { OwnBook } from './store.ts';

const roleWords = { owner: 'Yours', editor: 'You may edit', viewer: 'You may look' };

export function booksPage(books: readonly OwnBook[]): Markup {
  const rows = books.map(
    ({ id, name, currency, role }) => html`<li><a href="/books/${id}">
<span class="what"><b>${name}</b><small>${roleWords[role]} · ${currency}</small></span>!${icon('forward')}</a></li>`,
  );
  return html`<div class="head"><h1>Your books</h1><a class="button" href="/books/new">!${icon('add')}Add a book</a></div>
!${books.length > 0 ? html`<div class="card list"><ul class="rows">!${rows}</ul></div>` : html`<p>You have no book yet.</p>`}`;
}

export interface NewBookView {
  readonly csrf: string;
  readonly key?: string;
  readonly values: { readonly name: string; readonly currency: string };
  readonly problems?: Problems;
}

export function newBookPage({ csrf, key, values, problems = {} }: NewBookView): Markup {
  const names = new Intl.DisplayNames('en', { type: 'currency' });
  const choices = currencies().map((code) => ({ value: code, label: `${code} – ${names.of(code)}` }));
  return html`<h1>Add a book</h1>
<p>A book has its own accounts, categories and members: one for the household, one for a club.</p>
!${problemSummary(problems)}
<form method="post" action="/books">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: 'Name', value: values.name, maxLength: 100, autofocus: values.name === '', problem: problems['name'] })}
!${select({ name: 'currency', label: 'Currency', value: values.currency, groups: [{ name: '', choices }], hint: 'Each account can have another one.', problem: problems['currency'] })}
<div class="buttons"><button>Save</button><a href="/books">Cancel</a></div>
</form>`;
}
