import { isCurrency } from '../../../currencies.ts';
import { say } from '../../../words/say.ts';
import type { SplitLine, TransactionLine } from '../../line-before-grouping-type.ts';
import { refuse } from '../../refused-and-asked-file-errors.ts';
import type { Money } from '../../statement.ts';
import { plainHeader } from '../header-words.ts';
import type { KnownExport, KnownRows } from '../known-export-profile-types.ts';
import type { Sheet } from '../read-column-values.ts';
import type { CsvRecord } from '../records.ts';
import { type AccountPosting, accountCurrencies, inProportion } from './gnu-cash-account-currencies.ts';

/** Headers in the order in which GnuCash writes them; in other languages the order is the same. */
const ENGLISH =
  'Date,Transaction ID,Number,Description,Notes,Commodity/Currency,Void Reason,Action,Memo,Full Account Name,Account Name,Amount With Sym,Amount Num.,Value With Sym,Value Num.,Reconcile,Reconcile Date,Rate/Price'.split(
    ',',
  );

/** GnuCash: double entry, a row for each posting. Those behind the first of a transaction may lack its date and id. */
export const gnuCash: readonly KnownExport[] = [
  [
    'Date',
    'Transaction ID',
    'Number',
    'Description',
    'Commodity/Currency',
    'Full Account Name',
    'Account Name',
  ],
  ['Datum', 'Nummer', 'Beschreibung', 'Währung/Wertpapier', 'Volle Kontobezeichnung', 'Kontobezeichnung'],
].map((headers) => ({ name: 'gnucash', headers, hasOwnAccounts: true, read }));

/** One posting, with the sign of double entry: what comes into an account or is spent on a category is positive. */
interface Posting {
  readonly record: CsvRecord;
  /** In the currency of the transaction. */
  readonly minor: bigint;
  /** In the currency of the account. */
  readonly own: Money;
  readonly isCategory: boolean;
  /** Name of the account, or path of the category below its root. */
  readonly name: string;
  readonly memo: string;
}

type Cell = (record: CsvRecord, header: string) => string;

function read(given: Sheet): KnownRows {
  const isEnglish = given.table.header.includes('Full Account Name');
  const byHeader = given.byHeader();
  const cell: Cell = (record, header) =>
    isEnglish ? byHeader(record, header) : given.text(record, ENGLISH.indexOf(header));
  const at = (...names: readonly string[]) => {
    const name = names.find((one) => given.table.header.includes(one)) ?? names[0] ?? '';
    return isEnglish ? given.column(name) : ENGLISH.indexOf(name);
  };
  const groups: CsvRecord[][] = [];
  let id = '';
  for (const record of given.records) {
    const own = cell(record, 'Transaction ID');
    const isNext =
      groups.length === 0 || (own !== '' && own !== id) || (own === '' && cell(record, 'Date') !== '');
    if (isNext) groups.push([]);
    groups.at(-1)?.push(record);
    id = own || id;
  }
  const isVoid = ([first]: readonly CsvRecord[]) => first !== undefined && cell(first, 'Void Reason') !== '';
  const booked = groups.filter((group) => !isVoid(group));
  const sheet = given.with(booked.flat());
  const currencies = new Map(
    booked.flatMap((group) => group.map((record) => [record, currencyOf(given, group, cell)] as const)),
  );
  const currency = (record: CsvRecord) => currencies.get(record) ?? '';
  const amountAt = at('Amount Num.', 'Amount Num');
  const hasValues = !isEnglish || given.table.header.some((header) => header.startsWith('Value Num'));
  const valueAt = hasValues ? at('Value Num.', 'Value Num') : amountAt;
  const postings: readonly AccountPosting[] = sheet.records.map((record) => ({
    account: cell(record, 'Full Account Name'),
    amount: sheet.text(record, amountAt),
    value: sheet.text(record, valueAt),
    marked: sheet.text(record, amountAt - 1),
    currency: currency(record),
  }));
  const accounts = accountCurrencies(postings);
  const ownCurrency = (record: CsvRecord) =>
    accounts.get(cell(record, 'Full Account Name')) ?? currency(record);
  const values = sheet.amounts([valueAt], currency).of[0] ?? [];
  const isForeign = (record: CsvRecord) => ownCurrency(record) !== currency(record);
  const foreign = sheet.with(sheet.records.filter(isForeign));
  const owns = foreign.amounts([amountAt], ownCurrency).of[0] ?? [];
  const value = new Map(sheet.records.map((record, row) => [record, values[row]?.minor]));
  const own = new Map(foreign.records.map((record, row) => [record, owns[row]?.minor]));
  const { days, order } = given.with(booked.flatMap(([first]) => first ?? [])).days(at('Date'));
  const lines = booked.map((group, index) => {
    const posted = group.map((record): Posting => {
      const path = cell(record, 'Full Account Name');
      const missing = () => refuse(record.line, given.name(valueAt), say('bankFiles.missingAmount'));
      const minor = value.get(record) ?? missing();
      const root = plainHeader(path.split(':')[0] ?? '');
      const isCategory = ROOTS.categories.has(root);
      return {
        record,
        minor,
        own: isForeign(record)
          ? { amountMinor: own.get(record) ?? missing(), currency: ownCurrency(record) }
          : { amountMinor: minor, currency: currency(record) },
        isCategory: isCategory || ROOTS.equity.has(root),
        name: isCategory
          ? path.slice(path.indexOf(':') + 1)
          : ROOTS.equity.has(root)
            ? ''
            : cell(record, 'Account Name') || path,
        memo: cell(record, 'Memo'),
      };
    });
    return toLine(posted, days[index] ?? '', currency(group[0] as CsvRecord), cell);
  });
  const leftOut = groups
    .filter(isVoid)
    .flatMap((group) => group.map(({ line }) => ({ line, message: say('bankFiles.skippedState') })));
  return { lines, leftOut, dateOrder: order };
}

/** Line of the account from which most went, or to which it came; all other postings become category, move or parts. */
function toLine(postings: readonly Posting[], date: string, currency: string, cell: Cell): TransactionLine {
  const first = postings[0] as Posting;
  const accounts = postings
    .filter(({ isCategory }) => !isCategory)
    .toSorted((a, b) => (a.minor < b.minor ? -1 : 1));
  const from = accounts[0] ?? refuse(first.record.line, 'Full Account Name', say('bankFiles.noAccount'));
  const others = postings.filter((posting) => posting !== from);
  const sum = others.reduce((all, { minor }) => all - minor, 0n);
  if (sum !== from.minor) refuse(first.record.line, 'Value Num.', say('bankFiles.splitsDiffer'));
  const isForeign = from.own.currency !== currency;
  const shares = isForeign
    ? inProportion(
        from.own.amountMinor,
        others.map(({ minor }) => -minor),
      )
    : others.map(({ minor }) => -minor);
  const parts = others.map((posting, index): SplitLine => {
    const target = posting.isCategory
      ? { category: posting.name }
      : { transfer: { account: posting.name, money: posting.own } };
    return { ...target, amountMinor: shares[index] ?? 0n, memo: posting.memo };
  });
  const [only] = parts;
  const isSpent = isForeign && others.every(({ isCategory }) => isCategory);
  return {
    line: first.record.line,
    account: from.name,
    date,
    ...from.own,
    payee: cell(first.record, 'Description'),
    memo: cell(first.record, 'Notes') || from.memo,
    reference: cell(first.record, 'Transaction ID'),
    ...(isSpent ? { original: { amountMinor: from.minor, currency } } : {}),
    ...(parts.length > 1
      ? { splits: parts }
      : { category: only?.category || undefined, transfer: only?.transfer }),
  };
}

/** `CURRENCY::USD` of the first record of a transaction. */
function currencyOf(sheet: Sheet, group: readonly CsvRecord[], cell: Cell): string {
  const [first] = group as [CsvRecord];
  const code = cell(first, 'Commodity/Currency').split('::').at(-1) ?? '';
  if (code === '') return sheet.options.accountCurrency ?? 'EUR';
  return isCurrency(code) ? code : refuse(first.line, 'Commodity/Currency', say('bankFiles.unknownCurrency'));
}

/** Names that GnuCash gives to the roots of its accounts, plain. All other roots are accounts. */
const ROOTS = {
  categories: new Set(
    'expenses,expense,income,aufwendungen,ausgaben,ertrage,einnahmen,depenses,charges,revenus,produits,gastos,ingresos,spese,uscite,entrate,kosten,uitgaven,inkomsten,opbrengsten,despesas,receitas,wydatki,przychody,utgifter,inntekter,inkomster,intakter,vydaje,prijmy,费用,收入,費用,収益,расходы,доходы'.split(
      ',',
    ),
  ),
  equity: new Set(
    'equity,eigenkapital,anfangsbestand,capitaux propres,patrimonio,capital,patrimonio netto,eigen vermogen,所有者权益,純資産,собственные средства'.split(
      ',',
    ),
  ),
} as const;
