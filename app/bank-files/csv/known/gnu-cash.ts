import { isCurrency } from '../../../currencies.ts';
import { say } from '../../../words/say.ts';
import type { SplitLine, TransactionLine } from '../../line-before-grouping-type.ts';
import { refuse } from '../../refused-and-asked-file-errors.ts';
import { plainHeader } from '../header-words.ts';
import type { KnownExport, KnownRows } from '../known-export-profile-types.ts';
import type { Sheet } from '../read-column-values.ts';
import type { CsvRecord } from '../records.ts';

/** GnuCash: double entry, a row for each posting. Those behind the first of a transaction may lack its date and id. */
export const gnuCash: KnownExport = {
  name: 'gnucash',
  headers: [
    'Date',
    'Transaction ID',
    'Number',
    'Description',
    'Commodity/Currency',
    'Full Account Name',
    'Account Name',
  ],
  hasOwnAccounts: true,
  read,
};

/** One posting, with the sign of double entry: what comes into an account or is spent on a category is positive. */
interface Posting {
  readonly record: CsvRecord;
  readonly minor: bigint;
  readonly isCategory: boolean;
  /** Name of the account, or path of the category below its root. */
  readonly name: string;
  readonly memo: string;
}

function read(given: Sheet): KnownRows {
  const text = given.byHeader();
  const groups: CsvRecord[][] = [];
  let id = '';
  for (const record of given.records) {
    const own = text(record, 'Transaction ID');
    const isNext =
      groups.length === 0 || (own !== '' && own !== id) || (own === '' && text(record, 'Date') !== '');
    if (isNext) groups.push([]);
    groups.at(-1)?.push(record);
    id = own || id;
  }
  const isVoid = ([first]: readonly CsvRecord[]) => first !== undefined && text(first, 'Void Reason') !== '';
  const booked = groups.filter((group) => !isVoid(group));
  const sheet = given.with(booked.flat());
  const currencies = new Map(
    booked.flatMap((group) => group.map((record) => [record, currencyOf(given, group)] as const)),
  );
  const values = ['Value Num.', 'Value Num', 'Amount Num.', 'Amount Num'].find((name) =>
    given.table.header.includes(name),
  );
  const amounts =
    sheet.amounts([sheet.column(values ?? 'Amount Num.')], (record) => currencies.get(record) ?? '').of[0] ??
    [];
  const minor = new Map(sheet.records.map((record, row) => [record, amounts[row]?.minor]));
  const { days, order } = given.with(booked.flatMap(([first]) => first ?? [])).days(given.column('Date'));
  const lines = booked.map((group, index) => {
    const postings = group.map((record): Posting => {
      const path = text(record, 'Full Account Name');
      const value =
        minor.get(record) ?? refuse(record.line, values ?? 'Amount Num.', say('bankFiles.missingAmount'));
      const root = plainHeader(path.split(':')[0] ?? '');
      const isCategory = ROOTS.categories.has(root);
      return {
        record,
        minor: value,
        isCategory: isCategory || ROOTS.equity.has(root),
        name: isCategory
          ? path.slice(path.indexOf(':') + 1)
          : ROOTS.equity.has(root)
            ? ''
            : text(record, 'Account Name') || path,
        memo: text(record, 'Memo'),
      };
    });
    return toLine(given, postings, days[index] ?? '', currencies.get(group[0] as CsvRecord) ?? '');
  });
  const leftOut = groups
    .filter(isVoid)
    .flatMap((group) => group.map(({ line }) => ({ line, message: say('bankFiles.skippedState') })));
  return { lines, leftOut, dateOrder: order };
}

/** Line of the account from which most went, or to which it came; all other postings become category, move or parts. */
function toLine(sheet: Sheet, postings: readonly Posting[], date: string, currency: string): TransactionLine {
  const text = sheet.byHeader();
  const first = postings[0] as Posting;
  const accounts = postings
    .filter(({ isCategory }) => !isCategory)
    .toSorted((a, b) => (a.minor < b.minor ? -1 : 1));
  const own = accounts[0] ?? refuse(first.record.line, 'Full Account Name', say('bankFiles.noAccount'));
  const others = postings.filter((posting) => posting !== own);
  const parts = others.map((posting): SplitLine => {
    const target = posting.isCategory
      ? { category: posting.name }
      : { transfer: { account: posting.name, money: { amountMinor: posting.minor, currency } } };
    return { ...target, amountMinor: -posting.minor, memo: posting.memo };
  });
  const [only] = parts;
  if (parts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n) !== own.minor) {
    refuse(first.record.line, 'Value Num.', say('bankFiles.splitsDiffer'));
  }
  return {
    line: first.record.line,
    account: own.name,
    date,
    amountMinor: own.minor,
    currency,
    payee: text(first.record, 'Description'),
    memo: text(first.record, 'Notes') || own.memo,
    reference: text(first.record, 'Transaction ID'),
    ...(parts.length > 1
      ? { splits: parts }
      : { category: only?.category || undefined, transfer: only?.transfer }),
  };
}

/** `CURRENCY::USD` of the first record of a transaction. */
function currencyOf(sheet: Sheet, group: readonly CsvRecord[]): string {
  const text = sheet.byHeader();
  const [first] = group as [CsvRecord];
  const code = text(first, 'Commodity/Currency').split('::').at(-1) ?? '';
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
