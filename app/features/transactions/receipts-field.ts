import { byteText } from '../../receipts/format-file-size.ts';
import type { Receipt } from '../../receipts/receipt-queries.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { receiptPicture, receiptThumbs } from '../../web/receipt-thumbs.ts';
import { say } from '../../words/say.ts';
import type { FormReceipts } from './keep-receipts-until-form-is-saved.ts';

export interface ReceiptsView extends FormReceipts {
  /** Those that the transaction has. */
  readonly there: readonly Receipt[];
  /** Bytes of the largest file that is taken. */
  readonly maxBytes: number;
}

/**
 * Renders the receipts of a form: those that are there, those that wait for the form with a tick to keep them, and fields for
 * more, of which a phone opens its camera for one.
 */
export function receiptsField(book: string, { there, waiting, problem, maxBytes }: ReceiptsView): Markup {
  const kept = waiting.map(
    (receipt) =>
      html`<li><label>!${receiptPicture(book, receipt)}<span class="check"><input type="checkbox" name="receipt" value="${receipt.id}" checked><span>${receipt.name}</span></span></label></li>`,
  );
  const wrong = problem ? ' aria-invalid="true"' : '';
  return html`<fieldset class="receipts"><legend>${say('receipts.title')} <small>${say('web.optional')}</small></legend>
!${there.length === 0 ? '' : receiptThumbs(book, there)}!${kept.length === 0 ? '' : html`<ul class="thumbs">!${kept}</ul>`}
<div class="field camera"><label for="field-camera">!${icon('camera')}${say('receipts.photo')}</label><input id="field-camera" type="file" name="files" accept="image/*" capture="environment"></div>
<div class="field"><label for="field-files">${say('receipts.files')}</label><input id="field-files" type="file" name="files" multiple accept="image/*,application/pdf"!${wrong} aria-describedby="field-files-hint!${problem ? ' field-files-problem' : ''}"><small id="field-files-hint">${say('receipts.filesHint', { most: byteText(maxBytes) })}</small>!${problem ? html`<small class="problem" id="field-files-problem">${problem}</small>` : ''}</div>
</fieldset>`;
}
