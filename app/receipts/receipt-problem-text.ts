import { say } from '../words/say.ts';
import { MOST_PIXELS, RefusedFileError } from './convert/refused-file.ts';
import { byteText } from './format-file-size.ts';
import { isStoreFull } from './store/store-interface.ts';
import { QuotaError } from './store-and-attach-receipts.ts';

/** Says why a file was not kept. */
export function receiptProblem(
  error: unknown,
  name: string,
  { maxBytes, bookBytes }: { readonly maxBytes: number; readonly bookBytes: number },
): string {
  if (isStoreFull(error)) return say('receipts.storeFull', { name });
  if (error instanceof QuotaError) return say('receipts.quotaFull', { name, most: byteText(bookBytes) });
  if (!(error instanceof RefusedFileError)) return (error as Error).message;
  switch (error.why) {
    case 'unknown':
      return say('receipts.unknownFile', { name });
    case 'too many pixels':
      return say('receipts.tooManyPixels', { name, most: MOST_PIXELS / 1e6 });
    case 'damaged':
      return say('receipts.damaged', { name });
    case 'too hard':
      return say('receipts.tooHard', { name });
    case 'too large':
      return say('receipts.tooLarge', { name, most: byteText(maxBytes) });
  }
}
