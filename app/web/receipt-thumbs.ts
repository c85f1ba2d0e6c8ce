import { byteText } from '../receipts/format-file-size.ts';
import type { Receipt } from '../receipts/receipt-queries.ts';
import { html, type Markup } from './html.ts';
import { icon } from './icons.ts';

type Shown = Pick<Receipt, 'id' | 'name' | 'type' | 'bytes'>;

/** Renders receipts as small pictures with their names, each a link to its page. */
export function receiptThumbs(book: string, receipts: readonly Shown[]): Markup {
  const items = receipts.map(
    (receipt) =>
      html`<li><a href="/books/${book}/receipts/${receipt.id}">!${receiptPicture(book, receipt)}<span>${receipt.name}</span><small>${byteText(receipt.bytes)}</small></a></li>`,
  );
  return html`<ul class="thumbs">!${items}</ul>`;
}

/** Renders a small picture of a receipt; its name stands beside it. */
export function receiptPicture(book: string, { id, type }: Pick<Shown, 'id' | 'type'>): Markup {
  if (type === 'application/pdf') return html`<span class="paper">!${icon('receipt')}</span>`;
  return html`<img src="/books/${book}/receipts/${id}/thumbnail" alt="" loading="lazy">`;
}
