import { isCurrency } from '../../currencies.ts';
import { say } from '../../words/say.ts';
import type { Column, Options } from '../options.ts';
import { AskedFile, refuse } from '../refused-and-asked-file-errors.ts';
import type { Question } from '../statement.ts';
import { hasFigures, type Profile, profilesOf } from './column-content-statistics.ts';
import { MOST_FLAGS, wayOf } from './debit-credit-flags.ts';
import { isPending } from './failed-and-pending-states.ts';
import { amountColumns } from './find-amount-columns.ts';
import type { Table } from './find-header.ts';
import { codeIn, plainHeader, type Role, rankOf } from './header-words.ts';
import { addsUp, hundredths } from './running-balance-column.ts';

/** Number of the column of each role; a role without a column is not there. */
export type Columns = Readonly<Partial<Record<Role, number>>>;

const ROLES: readonly Role[] = [
  'date',
  'flag',
  'debit',
  'credit',
  'amount',
  'balance',
  'currency',
  'status',
  'reference',
  'payee',
  'memo',
];

/**
 * Finds the column of each role: as a person said, else by the words of the header, else by what the cells hold. A
 * column whose cells do not fit a role is not taken for it.
 */
export function findColumns(table: Table, options: Options): Columns {
  const found: Partial<Record<Role, number>> = {};
  const taken = new Set<number>();
  const profiles = profilesOf(table);
  const given = (role: Role): Column | undefined => options[role];
  for (const role of [...ROLES, 'fee', 'account', 'category'] as const) {
    const column = given(role);
    if (column === undefined || column === null) continue;
    found[role] = columnNumber(table, column);
    taken.add(found[role]);
  }
  const isOpen = (role: Role) => given(role) === undefined;
  const byAmount = found.amount !== undefined;
  for (const role of ROLES) {
    if (!isOpen(role) || found[role] !== undefined) continue;
    if ((role === 'debit' || role === 'credit') && byAmount) continue;
    if (role === 'amount' && found.debit !== undefined && found.credit !== undefined) continue;
    const column = byWords(role, table, profiles, taken, found);
    if (column === undefined) continue;
    found[role] = column;
    taken.add(column);
  }
  // One of a pair beside an amount says nothing more than the amount does.
  if (found.amount !== undefined)
    for (const role of ['debit', 'credit'] as const) if (isOpen(role)) delete found[role];
  if (isOpen('status') && found.status === undefined) {
    const states = statesIn(table, profiles, taken);
    if (states !== undefined) found.status = states;
  }
  byContent(found, taken, table, profiles, isOpen);
  if (isOpen('flag') && found.flag === undefined && options.flip === undefined) {
    const flag = unknownFlag(table, profiles, taken, found);
    if (flag !== undefined) found.flag = flag;
  }
  if (isOpen('amount')) {
    askTwin(table, profiles, found.amount);
    askCut(table, found);
  }
  if (isOpen('currency') && found.currency === undefined) {
    const beside = besideAmount(table, profiles, taken, found.amount);
    if (beside !== undefined) found.currency = beside;
  }
  for (const [role, other] of PAIR) {
    if (found.amount === undefined && found[other] !== undefined && found[role] === undefined && isOpen(role))
      askOther(role, table, profiles, taken, found[other]);
  }
  if (isOpen('account')) {
    const account = table.header.findIndex(
      (header, at) => !taken.has(at) && rankOf('account', header) !== undefined,
    );
    if (account >= 0) found.account = account;
  }
  return found;
}

/** Number of a column that is named by its header or its number. @throws RefusedFile when there is none */
export function columnNumber(table: Table, column: string | number): number {
  const width = Math.max(table.header.length, ...table.records.slice(0, 50).map(({ cells }) => cells.length));
  const at =
    typeof column === 'number' ? column : table.header.findIndex((header) => header.trim() === column.trim());
  const plain =
    at < 0 ? table.header.findIndex((header) => plainHeader(header) === plainHeader(String(column))) : at;
  return plain >= 0 && plain < width
    ? plain
    : refuse(table.headerLine || null, String(column), say('bankFiles.noSuchColumn'));
}

const FITS: Readonly<Partial<Record<Role, (profile: Profile) => boolean>>> = {
  date: ({ dayShapes, filled }) => dayShapes > 0.5 && filled > 0.3,
  amount: ({ amounts, filled }) => amounts >= 0.5 || filled === 0,
  debit: ({ amounts, filled }) => amounts >= 0.5 || filled === 0,
  credit: ({ amounts, filled }) => amounts >= 0.5 || filled === 0,
  balance: ({ amounts, filled }) => amounts >= 0.5 || filled === 0,
  currency: ({ codes }) => codes > 0.8,
  flag: ({ isFlag }) => isFlag,
  payee: ({ days, filled, isFlag }) => days < 0.8 && filled > 0 && !isFlag,
  memo: ({ isFlag }) => !isFlag,
  reference: ({ isFlag }) => !isFlag,
};

function byWords(
  role: Role,
  { header }: Table,
  profiles: readonly Profile[],
  taken: ReadonlySet<number>,
  found: Columns,
): number | undefined {
  const ranked = header.flatMap((text, at) => {
    const rank = rankOf(role, text);
    // A header such as S/H says what its cells are: an odd one is refused by line, not passed over.
    const isOfWays =
      role === 'flag' && rank !== undefined && rank < 1000 && mayBeWays(profiles[at] as Profile);
    const fits = isOfWays || (FITS[role]?.(profiles[at] as Profile) ?? true);
    return rank === undefined || taken.has(at) || !fits ? [] : [{ at, rank }];
  });
  if (role === 'currency')
    return nearAmount(
      ranked.map(({ at }) => at),
      found,
    );
  ranked.sort((a, b) => a.rank - b.rank || a.at - b.at);
  return ranked[0]?.at;
}

/**
 * Column that is called the type or the direction of amounts without a sign, and whose words are unknown.
 *
 * @throws AskedFile where no word at all says that it is about out and in
 */
function unknownFlag(
  table: Table,
  profiles: readonly Profile[],
  taken: ReadonlySet<number>,
  { amount, balance }: Columns,
): number | undefined {
  if (amount === undefined || profiles[amount]?.hasMinus) return undefined;
  const { header, records } = table;
  if (records.some(({ cells }) => /^[+]|[+]$|\b(?:CR|DR)$/i.test(cells[amount]?.trim() ?? '')))
    return undefined;
  if (balance !== undefined && addsUp(table, (cells) => hundredths(cells[amount]), balance)) return undefined;
  const at = header.findIndex((text, column) => {
    const { amounts, days, distinct, filled } = profiles[column] as Profile;
    const isOfWords = amounts === 0 && days === 0 && filled > 0.9 && distinct > 1 && distinct <= MOST_FLAGS;
    return !taken.has(column) && isOfWords && rankOf('flag', text) !== undefined;
  });
  if (at < 0) return undefined;
  if (records.some(({ cells }) => wayOf(cells[at] ?? '') !== undefined)) return at;
  throw new AskedFile([
    {
      about: 'flag',
      choices: [header[at] || at, null],
      readings: [[...new Set(firstCells(records, at))], []],
    },
  ]);
}

function mayBeWays({ amounts, filled, distinct, hasMinus }: Profile): boolean {
  return amounts === 0 && filled > 0.5 && distinct <= 4 && !hasMinus;
}

/** Twin headers: the currency that stands behind the amount, or before it, is that of the amount. */
function nearAmount(columns: readonly number[], { amount, credit }: Columns): number | undefined {
  const near = amount ?? credit;
  if (near === undefined) return columns[0];
  return columns.find((at) => at === near + 1) ?? columns.find((at) => at === near - 1) ?? columns[0];
}

const PAIR = [
  ['debit', 'credit'],
  ['credit', 'debit'],
] as const;

/** @throws AskedFile where another column has the header of the amount, and other figures */
function askTwin({ header, records }: Table, profiles: readonly Profile[], amount: number | undefined): void {
  if (amount === undefined || header[amount] === undefined) return;
  const twins = header.flatMap((text, at) =>
    text === header[amount] && (profiles[at]?.amounts ?? 0) >= 0.5 ? [at] : [],
  );
  const isSame = records.every(({ cells }) => twins.every((at) => cells[at] === cells[amount]));
  if (twins.length > 1 && !isSame) throw new AskedFile([about('amount', records, twins)]);
}

/**
 * @throws AskedFile where whole amounts stand before cells of two digits alone: `-12,50` between commas, in rows that leave
 * out their last cell
 */
function askCut({ records }: Table, { amount, debit, credit, ...others }: Columns): void {
  if (amount === undefined || Object.values({ ...others, memo: -1 }).includes(amount + 1)) return;
  const rows = records.map(({ cells }) => [amount, amount + 1].map((at) => cells[at]?.trim() ?? ''));
  const behind = rows.flatMap(([, cell]) => (cell ? [cell] : []));
  const isCut =
    rows.every(([cell = '']) => !/[.,]/.test(cell)) && behind.every((cell) => /^\d\d$/.test(cell));
  if (isCut && behind.length > 0) throw new AskedFile([about('amount', records, [amount])]);
}

/**
 * Column of nothing but currencies beside the amounts, whatever its header is.
 *
 * @throws AskedFile where other figures stand on its other side
 */
function besideAmount(
  { header, records }: Table,
  profiles: readonly Profile[],
  taken: ReadonlySet<number>,
  amount: number | undefined,
): number | undefined {
  if (amount === undefined || codeIn(header[amount] ?? '') !== undefined) return undefined;
  const isOfCurrencies = (at: number) => {
    const cells = records.map(({ cells: all }) => all[at]?.trim() ?? '').filter((cell) => cell !== '');
    return cells.length > 0 && cells.every((cell) => isCurrency(cell.toUpperCase()));
  };
  const at = [amount + 1, amount - 1].find((one) => !taken.has(one) && isOfCurrencies(one));
  if (at === undefined) return undefined;
  const beyond = profiles[2 * at - amount];
  if (beyond === undefined || beyond.amounts < 0.5 || beyond.days > 0.5) return at;
  throw new AskedFile([
    { about: 'currency', choices: [header[at] || at, null], readings: [firstCells(records, at), []] },
  ]);
}

/** @throws AskedFile where a column has figures in just those rows in which the only one of a pair has none */
function askOther(
  role: 'debit' | 'credit',
  { header, records }: Table,
  profiles: readonly Profile[],
  taken: ReadonlySet<number>,
  known: number,
): void {
  const isFigure = (cell = '') => hundredths(cell.trim()) !== 0n;
  const others = profiles.flatMap(({ amounts, days, filled }, at) => {
    const isOther = amounts > 0.8 && days < 0.5 && filled > 0 && !taken.has(at);
    const isBeside = records.every(({ cells }) => !(isFigure(cells[at]) && isFigure(cells[known])));
    return isOther && isBeside && records.some(({ cells }) => isFigure(cells[at])) ? [at] : [];
  });
  if (others.length === 0) return;
  throw new AskedFile([
    {
      about: role,
      choices: [...others.map((at) => header[at] || at), null],
      readings: [...others.map((at) => firstCells(records, at)), []],
    },
  ]);
}

/** Column of a few words in every row, of which one says that the bank has not booked it, whatever its header is. */
function statesIn(
  { records }: Table,
  profiles: readonly Profile[],
  taken: ReadonlySet<number>,
): number | undefined {
  const at = profiles.findIndex(
    ({ filled, distinct }, column) =>
      !taken.has(column) &&
      filled > 0.8 &&
      distinct <= 4 &&
      records.some(({ cells }) => isPending(cells[column] ?? '')),
  );
  return at < 0 ? undefined : at;
}

function about(name: Role, records: Table['records'], columns: readonly number[]): Question {
  return { about: name, choices: columns, readings: columns.map((at) => firstCells(records, at)) };
}

function firstCells(records: Table['records'], at: number): readonly string[] {
  return records.slice(0, 3).map(({ cells }) => cells[at]?.trim() ?? '');
}

function byContent(
  found: Partial<Record<Role, number>>,
  taken: Set<number>,
  table: Table,
  profiles: readonly Profile[],
  isOpen: (role: Role) => boolean,
): void {
  const take = (role: Role, at: number | undefined) => {
    if (at === undefined || !isOpen(role) || found[role] !== undefined) return;
    found[role] = at;
    taken.add(at);
  };
  const free = profiles.flatMap((profile, at) => (taken.has(at) ? [] : [{ at, ...profile }]));
  take('date', free.find(({ days, filled }) => days > 0.8 && filled > 0.5)?.at);
  if (found.amount === undefined && found.debit === undefined && found.credit === undefined) {
    const figures = free.filter(({ at, amounts, days, filled }) => {
      return !taken.has(at) && amounts > 0.8 && days < 0.5 && filled > 0 && hasFigures(table, at);
    });
    const columns = amountColumns(table, figures);
    for (const role of ['amount', 'debit', 'credit', 'balance'] as const) take(role, columns[role]);
  }
  // A column of nothing but out and in beside amounts without a sign, whatever its header is.
  const amount = found.amount === undefined ? undefined : profiles[found.amount];
  if (amount !== undefined && !amount.hasMinus)
    take('flag', free.find(({ at, isFlag }) => isFlag && !taken.has(at))?.at);
  const texts = profiles
    .flatMap((profile, at) => (taken.has(at) ? [] : [{ at, ...profile }]))
    .filter(({ at, letters, days, isFlag, codes }) => {
      const header = table.header[at] ?? '';
      const isOther = rankOf('account', header) !== undefined || rankOf('category', header) !== undefined;
      return letters > 0.4 && days < 0.5 && !isFlag && codes < 0.8 && !isOther;
    })
    .toSorted((a, b) => b.distinct - a.distinct);
  take('payee', texts[0]?.at);
}

/** Currency in the header of the column that the amounts are in. */
export function currencyInHeader({ header }: Table, at: number | undefined): string | undefined {
  return at === undefined ? undefined : codeIn(header[at] ?? '');
}
