/** Formats of bank files. QFX is OFX with fields of Quicken's own. */
export type BankFormat = 'csv' | 'ofx' | 'qif' | 'camt' | 'mt940';

/** Recognises the format of a file by its text, never by its name: files are renamed, and banks name them as they like. */
export function recogniseFormat(text: string): BankFormat {
  const head = text.slice(0, 20_000);
  const start = head.trimStart();
  if (/^OFXHEADER\s*:|^<\?OFX\b/m.test(head) || /<OFX>/i.test(head)) return 'ofx';
  if (/<(?:\w+:)?(?:BkToCstmrStmt|BkToCstmrAcctRpt|BkToCstmrDbtCdtNtfctn)\b/.test(head)) return 'camt';
  if (start.startsWith('<?xml')) return 'camt'; // another kind of XML: the reader says so, with the line
  if (/^!(?:Type|Account|Option|Clear)\b/im.test(start.slice(0, 2000))) return 'qif';
  if (
    /^[DTUPCNML]/.test(start) &&
    /^D\s?\d/m.test(head) &&
    /^[TU][-+\d$€£]/m.test(head) &&
    /^\^\s*$/m.test(head)
  )
    return 'qif'; // without its header
  if (/(?:^|\{4:):(?:20|25P?):/m.test(head) && /^:6[01][FM]?:/m.test(text)) return 'mt940';
  return 'csv';
}
