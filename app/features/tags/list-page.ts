import { rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { hidden, html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { tagBadge } from '../../web/tag-badges.ts';
import { say, sayMarkup } from '../../words/say.ts';
import type { UsedTag } from './store.ts';

export interface ListView {
  readonly book: { readonly id: string; readonly role: string };
  readonly tags: readonly UsedTag[];
}

/** Renders the tags of a book; each links to its transactions. */
export function listPage({ book, tags }: ListView): Markup {
  const title = html`<h1>${say('tags.title')}</h1>`;
  if (tags.length === 0)
    return html`!${title}<div class="card empty">!${icon('categories')}<h2>${say('tags.none')}</h2><p>${say('tags.noneHint')}</p></div>`;
  const rows = tags.map((tag) => {
    const { id, name, count } = tag;
    const edit = html`<a class="quiet-link" href="/books/${book.id}/tags/${id}">!${sayMarkup('tags.changeThis', { name, hidden })}</a>`;
    return html`<li><div><a class="what" href="${rowsAddress(book.id, { tag: id })}"><b>!${tagBadge(tag)}</b><small>${say('common.rows', { count })}</small></a>!${book.role === 'viewer' ? '' : edit}</div></li>`;
  });
  return html`!${title}<div class="card list"><ul class="rows">!${rows}</ul></div>`;
}
