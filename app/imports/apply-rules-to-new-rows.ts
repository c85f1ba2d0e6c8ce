import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TransactionSql } from '../database/connect.ts';
import type { Posting } from '../ledger/entry-to-postings.ts';
import { type Category, categoriesOf, counterpartsOf } from '../ledger/list-categories-with-shown-names.ts';
import { type Applied, applyRules, type RulePart, type RuleRow } from '../ledger/rules/apply-rules.ts';
import { rawTexts } from '../ledger/rules/bank-row-texts.ts';
import type { Rule } from '../ledger/rules/rule-types.ts';
import type { PlannedRow } from './plan-import.ts';
import type { RowLines } from './row-to-transaction.ts';

/** Number of rows after which other requests are answered. */
const BATCH = 2000;

/**
 * Applies rules to the rows that an import adds, before they are written: what a rule sets is part of the
 * row from its beginning, and no change of it.
 */
export async function sortByRules(
  sql: TransactionSql,
  book: string,
  rules: readonly Rule[],
  rows: readonly PlannedRow[],
): Promise<readonly PlannedRow[]> {
  if (rules.length === 0) return rows;
  const [categories, counterparts, names] = await Promise.all([
    categoriesOf(sql, book),
    counterpartsOf(sql, book),
    shownNames(sql, book, rows),
  ]);
  const given = { rules, names, unsorted: unsortedOf(categories), opening: counterparts.opening };
  const sorted: PlannedRow[] = [];
  for (let from = 0; from < rows.length; from += BATCH) {
    sorted.push(...rows.slice(from, from + BATCH).map((row) => sortRow(row, given)));
    await nextTurn();
  }
  return sorted;
}

interface Given {
  readonly rules: readonly Rule[];
  /** Names of payees as they are shown, by those that rows have. */
  readonly names: ReadonlyMap<string, string>;
  /** Ids of the categories for what is not sorted yet. */
  readonly unsorted: ReadonlySet<string>;
  /** Id of the category that opening balances are against: no rule looks at these. */
  readonly opening: string;
}

function unsortedOf(categories: readonly Category[]): ReadonlySet<string> {
  return new Set(categories.flatMap(({ id, role }) => (role === 'unsorted' ? id : [])));
}

/** A payee that was merged into another is shown by that one's name, which is what conditions look at. */
async function shownNames(
  sql: TransactionSql,
  book: string,
  rows: readonly PlannedRow[],
): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(rows.flatMap(({ lines }) => lines?.payee || []))];
  const found = await sql<{ name: string; shown: string }[]>`
    select listed.name, coalesce(shown.name, p.name) as shown
    from json_array_elements_text(${JSON.stringify(names)}::text::json) listed (name)
      join payee p on p.book_id = ${book} and p.plain_name = plain_text(listed.name)
      left join payee shown on shown.book_id = p.book_id and shown.id = p.merged_into`;
  return new Map(found.map(({ name, shown }) => [name, shown]));
}

function sortRow(row: PlannedRow, given: Given): PlannedRow {
  const { lines } = row;
  const [held, ...others] = lines?.postings ?? [];
  if (!lines || !held || others.some(({ category }) => category === given.opening)) return row;
  const before: RuleRow = {
    payee: given.names.get(lines.payee) ?? lines.payee,
    raw: rawTexts(row.raw),
    note: lines.note,
    account: row.account.id,
    day: row.raw.date,
    ...{ amount: held.amount, currency: held.currency, state: lines.state },
    parts: isUnsorted(others, given) ? [] : others.map(partOf),
    tags: [],
    setBy: { category: 'import', payee: 'import', note: 'import' },
  };
  const applied = applyRules(given.rules, before);
  return applied.set.length === 0 ? row : { ...row, lines: linesBy(applied, lines, held, others) };
}

function isUnsorted([only, ...more]: readonly Posting[], { unsorted }: Given): boolean {
  return more.length === 0 && unsorted.has(only?.category ?? '');
}

function partOf({ account, category, amount, note }: Posting): RulePart {
  return account === null ? { category: category ?? '', amount, note } : { account, amount, note };
}

function linesBy(
  { row, set }: Applied,
  lines: RowLines,
  held: Posting,
  others: readonly Posting[],
): RowLines {
  const fields = new Set(set.map(({ field }) => field));
  const own = { ...held, state: row.state };
  const parts = fields.has('category') ? row.parts.map((part) => postingOf(part, own)) : others;
  const postings = [own, ...parts];
  return {
    ...lines,
    ...(fields.has('payee') && { payee: row.payee }),
    ...{ note: row.note, setBy: row.setBy, tags: row.tags, postings },
    state: postings.some(({ state }) => state === 'pending') ? 'pending' : 'cleared',
  };
}

/** The other account of a move that a rule makes is as far as the row itself. */
function postingOf(part: RulePart, { currency, state }: Posting): Posting {
  const { amount, note } = part;
  return 'account' in part
    ? { account: part.account, category: null, amount, currency, note, state, bankDay: null }
    : { account: null, category: part.category, amount, currency, note, state: 'cleared', bankDay: null };
}
