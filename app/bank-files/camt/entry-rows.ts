import type { Day } from '../../calendar.ts';
import { isCurrency } from '../../currencies.ts';
import { exactAmount } from '../amounts/read-amount-in-fixed-notation.ts';
import { descendants, type Element, find, findAll } from '../element.ts';
import type { Options } from '../options.ts';
import type { Money, Row } from '../statement.ts';
import { fieldText } from '../trim-and-join-lines.ts';

/** An entry of the account, with its sign. */
export interface Entry {
  readonly element: Element;
  readonly date: Day;
  readonly currency: string;
  readonly amountMinor: bigint;
  /** True when it takes back an earlier entry. */
  readonly isReversal: boolean;
  readonly isPending: boolean;
}

/**
 * Rows of an entry: one for each transaction of a batch when their amounts make up the entry's, else one for the entry.
 * The entry's own amount is what counts: that of a transaction may be before charges, or in another currency. A batch of
 * which the bank kept a charge, or that is reversed under the marks of what it takes back, stays one row: books have it.
 */
export function rowsOf(entry: Entry, { batches }: Options): readonly Row[] {
  const details = findAll(entry.element, 'NtryDtls').flatMap((element) => findAll(element, 'TxDtls'));
  const amounts = details.length > 1 && batches !== 'whole' ? partsOf(entry, details) : undefined;
  if (amounts === undefined) return [toRow(entry, details[0], entry.amountMinor, details)];
  return details.map((detail, index) => toRow(entry, detail, amounts[index] ?? 0n));
}

/** Signed amounts of the transactions in a batch; undefined when they do not make up the entry. */
function partsOf(
  { currency, amountMinor }: Entry,
  details: readonly Element[],
): readonly bigint[] | undefined {
  const plain: bigint[] = [];
  for (const detail of details) {
    const money = moneyOf([find(detail, 'Amt'), find(detail, 'AmtDtls', 'TxAmt', 'Amt')], currency);
    if (money === undefined) return undefined;
    const way = find(detail, 'CdtDbtInd')?.text.trim() ?? (amountMinor < 0n ? 'DBIT' : 'CRDT');
    plain.push(way === 'DBIT' ? -money : money);
  }
  const net = plain.map((amount, index) => amount - chargesOf(details[index], currency));
  return [plain, net].find((amounts) => amounts.reduce((sum, one) => sum + one, 0n) === amountMinor);
}

/** First of some amounts that is in the account's currency, without its sign. */
function moneyOf(amounts: readonly (Element | undefined)[], currency: string): bigint | undefined {
  const own = amounts.find(
    (amount) => amount !== undefined && (amount.attributes['Ccy'] ?? currency) === currency,
  );
  return own && exactAmount(own.text, '.', { line: own.line, column: 'Amt', currency });
}

/** Sum of the charges that the bank kept of a transaction. */
function chargesOf(detail: Element | undefined, currency: string): bigint {
  const charges = find(detail, 'Chrgs');
  const records = findAll(charges, 'Rcrd');
  const list = records.length > 0 ? records : findAll(detail, 'Chrgs');
  return list.reduce((sum, one) => {
    const money = moneyOf([find(one, 'Amt')], currency) ?? 0n;
    return sum + (find(one, 'CdtDbtInd')?.text.trim() === 'CRDT' ? -money : money);
  }, 0n);
}

/** @param batch transactions of which the row is the sum, whose names else would be lost */
function toRow(
  entry: Entry,
  detail: Element | undefined,
  amountMinor: bigint,
  batch: readonly Element[] = [],
): Row {
  const { element, date, currency, isPending } = entry;
  const own = batch.length > 1 ? undefined : detail;
  const names = batch.length > 1 ? batch.map((one) => partyOf(one, amountMinor)) : [];
  const original = originalOf(own, currency);
  return {
    date,
    amountMinor,
    currency,
    payee: partyOf(own, amountMinor),
    memo:
      memoOf(own) ||
      text(find(element, 'AddtlNtryInf')) ||
      [...new Set(names.filter((name) => name !== ''))].join(', '),
    reference: referenceOf(own, element),
    ...(original === undefined
      ? {}
      : {
          original: {
            ...original,
            amountMinor: amountMinor < 0n ? -original.amountMinor : original.amountMinor,
          },
        }),
    ...(isPending ? { pending: true as const } : {}),
  };
}

/** Name of the other side: who paid what came in, who got what went out. In a reversal banks name either. */
function partyOf(detail: Element | undefined, amountMinor: bigint): string {
  const parties = find(detail, 'RltdPties');
  const roles = ['UltmtDbtr', 'Dbtr', 'UltmtCdtr', 'Cdtr'] as const;
  const name = (role: string) => text(find(parties, role, 'Nm')) || text(find(parties, role, 'Pty', 'Nm'));
  const [first, second] = amountMinor > 0n ? ['Dbtr', 'Cdtr'] : ['Cdtr', 'Dbtr'];
  return (
    name(first ?? '') ||
    name(`Ultmt${first}`) ||
    name(second ?? '') ||
    roles.map(name).find((one) => one !== '') ||
    text(find(parties, 'TradgPty', 'Nm'))
  );
}

function memoOf(detail: Element | undefined): string {
  const remittance = find(detail, 'RmtInf');
  const free = findAll(remittance, 'Ustrd')
    .map(text)
    .filter((one) => one !== '');
  if (free.length > 0) return free.join(' ');
  const structured = findAll(remittance, 'Strd').flatMap((one) => [
    text(find(one, 'CdtrRefInf', 'Ref')),
    ...findAll(one, 'AddtlRmtInf').map(text),
  ]);
  return structured.filter((one) => one !== '').join(' ') || text(find(detail, 'AddtlTxInf'));
}

function referenceOf(detail: Element | undefined, entry: Element): string {
  const refs = find(detail, 'Refs');
  const candidates = [
    find(refs, 'EndToEndId'),
    find(refs, 'AcctSvcrRef'),
    find(entry, 'AcctSvcrRef'),
    find(refs, 'TxId'),
    find(refs, 'InstrId'),
    find(entry, 'NtryRef'),
  ];
  return (
    candidates.map(text).find((one) => one !== '' && !/^(?:NOTPROVIDED|NOT PROVIDED|NONREF)$/i.test(one)) ??
    ''
  );
}

/** Instructed amount, where that was in another currency. */
function originalOf(detail: Element | undefined, currency: string): Money | undefined {
  const details = detail === undefined ? [] : descendants(detail, ['InstdAmt', 'TxAmt']);
  const foreign = [
    ...details.flatMap((one) => find(one, 'Amt') ?? []),
    ...(detail ? findAll(detail, 'Amt') : []),
  ].find((amount) => {
    const code = amount.attributes['Ccy'] ?? currency;
    return code !== currency && isCurrency(code);
  });
  if (foreign === undefined) return undefined;
  const code = foreign.attributes['Ccy'] ?? '';
  return {
    amountMinor: exactAmount(foreign.text, '.', { line: foreign.line, column: 'Amt', currency: code }),
    currency: code,
  };
}

function text(element: Element | undefined): string {
  return fieldText(element?.text ?? '');
}
