import type { Category } from '../../ledger/list-categories-with-shown-names.ts';
import { rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { hidden, html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { say, sayMarkup } from '../../words/say.ts';

export interface ListView {
  readonly book: { readonly id: string; readonly role: string };
  readonly categories: readonly Category[];
}

/** Renders both levels, spent and received in separate sections; each name links to its transactions. */
export function listPage(view: ListView): Markup {
  const { book } = view;
  const add = html`<a class="button" href="/books/${book.id}/categories/new">!${icon('add')}${say('categories.add')}</a>`;
  const tags = html`<a class="button secondary" href="/books/${book.id}/tags">${say('tags.title')}</a>`;
  return html`<div class="head"><h1>${say('categories.title')}</h1><div class="buttons">!${tags}!${book.role === 'viewer' ? '' : add}</div></div>
!${(['spent', 'received'] as const).map((kind) => section(kind, view))}`;
}

function section(kind: 'spent' | 'received', { book, categories }: ListView): Markup {
  const upper = categories.filter((category) => category.kind === kind && category.parent === null);
  const cards = upper.map((parent) => {
    const children = categories.filter((category) => category.parent === parent.id);
    return html`<div class="card family"><h3>!${entry(parent, book)}</h3>
!${children.length > 0 ? html`<ul>!${children.map((child) => html`<li>!${entry(child, book)}</li>`)}</ul>` : ''}</div>`;
  });
  return html`<section><h2 class="day">${say(`kinds.${kind}`)}</h2><div class="families">!${cards}</div></section>`;
}

function entry({ id, name, role }: Category, book: ListView['book']): Markup {
  const rename = html`<a class="quiet-link" href="/books/${book.id}/categories/${id}">!${sayMarkup('categories.renameThis', { name, hidden })}</a>`;
  return html`<a href="${rowsAddress(book.id, { category: id })}">${name}</a>!${role === null && book.role !== 'viewer' ? rename : ''}`;
}
