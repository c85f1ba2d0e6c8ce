import { fieldText } from '../trim-and-join-lines.ts';

/** Field 86: who, what for, and the reference of the payment; empty texts where it does not say. */
export interface Information {
  readonly payee: string;
  readonly memo: string;
  readonly reference: string;
}

/**
 * Reads field 86, in the dialects that banks have: numbered parts (`166?00…?20…?32…`, also with `~`, `<`, `^` or `+`),
 * words between slashes (`/NAME/…/REMI/…`), or just text.
 */
export function information(text: string): Information {
  const numbered = /^(?:\d{3})?([?~<>^+@#|])\d{2}/.exec(text.trimStart());
  if (numbered) return fromNumbers(text, numbered[1] ?? '?');
  const words = slashWords(text);
  if (words !== undefined) return fromWords(words);
  const { rest, keys } = sepaKeys(fieldText(text));
  return { payee: '', memo: keys.get('SVWZ') ?? rest, reference: referenceIn(keys.get('EREF')) };
}

/** Parts by number: 20 to 29 and 60 to 63 are the purpose, 32 and 33 the name. A line break is none: lines are full. */
function fromNumbers(text: string, mark: string): Information {
  const parts = text
    .replaceAll('\n', '')
    .split(new RegExp(`\\${mark}(?=\\d{2})`))
    .slice(1)
    .map((part) => ({ code: Number(part.slice(0, 2)), text: part.slice(2) }));
  const purpose = joined(
    parts.filter(({ code }) => (code >= 20 && code <= 29) || (code >= 60 && code <= 63)),
  );
  const { rest, keys } = sepaKeys(purpose);
  const heading = parts.find(({ code }) => code === 0)?.text ?? '';
  return {
    payee: joined(parts.filter(({ code }) => code === 32 || code === 33)),
    memo: (keys.get('SVWZ') ?? rest) || fieldText(heading),
    reference: referenceIn(keys.get('EREF')),
  };
}

/** Parts are cut at 27 characters, within words as well: a full one goes on without a space. */
function joined(parts: readonly { readonly text: string }[]): string {
  let all = '';
  let isFull = true;
  for (const { text } of parts) {
    all += isFull || /\s$/.test(all) || /^\s/.test(text) ? text : ` ${text}`;
    isFull = text.length >= 27;
  }
  return fieldText(all);
}

/** `EREF+…SVWZ+…`: what the payment carried, by its key, and what stands before the first. */
function sepaKeys(text: string): { readonly rest: string; readonly keys: ReadonlyMap<string, string> } {
  const [rest = '', ...others] = text.split(
    /(?=\b(?:EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|PURP)\+)/,
  );
  const parts = /^(?:EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|PURP)\+/.test(rest)
    ? [rest, ...others]
    : others;
  return {
    rest: fieldText(rest),
    keys: new Map(parts.map((part) => [part.slice(0, 4), fieldText(part.slice(5))])),
  };
}

const WORDS =
  'TRTP|TYPE|CSID|NAME|MARF|REMI|IBAN|BIC|EREF|ORDP|BENM|ID|PREF|RTRN|ISDT|ULTC|ULTD|ULTB|ADDR|CNTP|PURP|EXCH|CHGS|OCMT|NRTX|UCRD|SVCL|TR|ACCW|BDAT|KREF|MREF|CRED|SVWZ';

/** Texts by their word between slashes; undefined when there are none. */
function slashWords(text: string): ReadonlyMap<string, string> | undefined {
  const flat = text.replaceAll(/\n/g, (_, at: number) => (isFullLine(text, at) ? '' : ' '));
  if (!new RegExp(`^\\s*/(?:${WORDS})/`).test(flat)) return undefined;
  const parts = flat.split(new RegExp(`/(?=(?:${WORDS})/)`)).filter((part) => part.trim() !== '');
  const words = new Map<string, string>();
  for (const part of parts) {
    const at = part.indexOf('/');
    const name = part.slice(0, at).trim();
    if (!words.has(name)) words.set(name, part.slice(at + 1).replaceAll(/^\/+|\/+$/g, ''));
  }
  return words;
}

/** Lines of field 86 are cut at 65 characters, within words as well. */
function isFullLine(text: string, at: number): boolean {
  return at - (text.lastIndexOf('\n', at - 1) + 1) >= 65;
}

function fromWords(words: ReadonlyMap<string, string>): Information {
  // CNTP holds account, bank, name and city of the other side.
  const counterparty = words.get('CNTP')?.split('/')[2];
  const remittance = words.get('REMI') ?? words.get('SVWZ') ?? '';
  return {
    payee: fieldText(words.get('NAME') ?? counterparty ?? ''),
    memo: fieldText(remittance.replace(/^(?:USTD\/+|STRD\/(?:CUR|ISO)?\/*)/, '')),
    reference: referenceIn(words.get('EREF')),
  };
}

function referenceIn(text: string | undefined): string {
  const reference = fieldText(text ?? '');
  return /^(?:NONREF|NOTPROVIDED|NOT PROVIDED)$/i.test(reference) ? '' : reference;
}
