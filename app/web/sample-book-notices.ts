import { say } from '../words/say.ts';
import { html, type Markup } from './html.ts';

/** Says on each page of a sample book what it is; its owner removes it from here with one press. */
export function sampleBanner(
  { id, role }: { readonly id: string; readonly role: string },
  csrf: string,
): Markup {
  const remove =
    role === 'owner'
      ? html`<form method="post" action="/books/sample/remove"><input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="book" value="${id}"><button class="small secondary">${say('sample.remove')}</button></form>`
      : '';
  return html`<div class="notice sample"><span>${say('sample.banner')} <a href="/books">${say('books.title')}</a></span>!${remove}</div>`;
}

/** URL of a page that says that a sample book is gone, and offers it back. */
export function afterSampleGone(path: string, book: string): string {
  return `${path}?gone=${book}`;
}

/** Notice of a page whose URL says that a sample book is gone; empty for all others. */
export function sampleGone(query: unknown, csrf: () => string): Markup {
  const { gone } = (query ?? {}) as { gone?: unknown };
  if (typeof gone !== 'string' || gone === '') return '';
  return html`<div class="notice" role="status"><span>${say('sample.gone')} ${say('sample.goneHint')}</span><form method="post" action="/books/sample/restore"><input type="hidden" name="_csrf" value="${csrf()}"><input type="hidden" name="book" value="${gone}"><button class="small secondary">${say('sample.bringBack')}</button></form></div>`;
}
