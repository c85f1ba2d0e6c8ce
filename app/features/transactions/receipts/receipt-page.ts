import { byteText } from '../../../receipts/format-file-size.ts';
import type { FoundReceipt } from '../../../receipts/receipt-queries.ts';
import { hiddenFields } from '../../../web/forms.ts';
import { html, type Markup } from '../../../web/html.ts';
import { icon } from '../../../web/icons.ts';
import { say } from '../../../words/say.ts';

export interface ReceiptView {
  readonly book: string;
  readonly csrf: string;
  readonly receipt: FoundReceipt;
  /** Whether the file is where it was kept. */
  readonly isThere: boolean;
  readonly mayDelete: boolean;
}

/** A receipt in place: the picture as wide as the page, or what to press for a PDF. */
export function receiptPage({ book, csrf, receipt, isThere, mayDelete }: ReceiptView): Markup {
  const { id, name, bytes, transaction } = receipt;
  const file = `/books/${book}/receipts/${id}/file`;
  const row = transaction === null ? undefined : `/books/${book}/transactions/${transaction}`;
  return html`<div class="narrow"><h1>${name}</h1>
!${isThere ? shown(file, receipt) : html`<p class="card">${say('receipts.gone')}</p>`}
<div class="buttons">
!${row === undefined ? '' : html`<a class="button secondary" href="${row}">!${icon('back')}${say('receipts.toRow')}</a>`}
!${isThere ? html`<a class="button" href="${file}?download=1" download>${say('receipts.download')} (${byteText(bytes)})</a>` : ''}
</div>
!${mayDelete && row !== undefined ? html`<form class="aside" method="post" action="/books/${book}/receipts/${id}/delete">!${hiddenFields(csrf)}<button class="danger">${say('receipts.delete')}</button> <small>${say('transactions.deleteHint')}</small></form>` : ''}
</div>`;
}

function shown(file: string, { name, type, width, height }: FoundReceipt): Markup {
  if (type === 'application/pdf')
    return html`<div class="card empty">!${icon('receipt')}<p>${say('receipts.pdfHint')}</p></div>`;
  return html`<a class="receipt" href="${file}" title="${say('receipts.open')}"><img src="${file}" alt="${say('receipts.image', { name })}" width="${width ?? 0}" height="${height ?? 0}"></a>`;
}
