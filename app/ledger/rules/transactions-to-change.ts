import { setImmediate as nextTurn } from 'node:timers/promises';
import type { TransactionSql } from '../../database/connect.ts';
import type { SetBy } from '../set-by.ts';
import type { Cursor } from '../transaction-list.ts';
import { type Applied, applyRules, type RulePart, type RuleRow } from './apply-rules.ts';
import { type BankText, rawTexts, textsOfBank } from './bank-row-texts.ts';
import type { Rule } from './rule-types.ts';

/** A stored row that rules would change. */
export interface Match {
  readonly id: string;
  readonly version: number;
  /** Number of its line on the account. */
  readonly held: number;
  readonly before: RuleRow;
  readonly applied: Applied;
}

export interface Matches {
  /** The newest first. */
  readonly found: readonly Match[];
  /** Where older rows begin that were not looked at; null where there are none. */
  readonly older: Cursor | null;
}

export interface Stretch {
  /** Number of rows to find. */
  readonly most: number;
  /** Row after which older ones are looked at. @default the newest row is the first */
  readonly after?: Cursor | undefined;
  /** Number of rows to look at. @default MOST_READ */
  readonly read?: number;
}

/** Number of rows that are read at once; between two such batches other requests are answered. */
const BATCH = 2000;
/** Number of rows that are looked at in one go. */
const MOST_READ = 100_000;

/** Finds the rows of a book that rules would change, in a stretch of it: all but opening balances. */
export async function rowsThatChange(
  sql: TransactionSql,
  book: string,
  rules: readonly Rule[],
  { most, after, read: mostRead = MOST_READ }: Stretch,
): Promise<Matches> {
  const found: Match[] = [];
  let last = after;
  for (let read = 0; read < mostRead; ) {
    const limit = Math.min(BATCH, mostRead - read);
    const rows: readonly Stored[] = await storedRows(
      sql,
      book,
      last ? sql`and (t.booked_on, t.id) < (${last.bookedOn}, ${last.id})` : sql``,
      rules,
      limit,
    );
    for (const row of rows) {
      const match = matchOf(row, rules);
      if (match && found.length === most) return { found, older: last ?? null };
      if (match) found.push(match);
      last = { bookedOn: row.day, id: row.id };
    }
    if (rows.length < limit) return { found, older: null };
    read += rows.length;
    await nextTurn();
  }
  return { found, older: last ?? null };
}

/** Finds among some rows those that rules would change. */
export async function rowsThatChangeAmong(
  sql: TransactionSql,
  book: string,
  rules: readonly Rule[],
  ids: readonly string[],
): Promise<readonly Match[]> {
  const found: Match[] = [];
  for (let from = 0; from < ids.length; from += BATCH) {
    const some = ids.slice(from, from + BATCH);
    const rows = await storedRows(sql, book, sql`and t.id = any(${some}::uuid[])`, rules, BATCH);
    found.push(...rows.flatMap((row) => matchOf(row, rules) ?? []));
    await nextTurn();
  }
  return found;
}

function matchOf(row: Stored, rules: readonly Rule[]): Match | undefined {
  const before = ruleRowOf(row);
  const applied = applyRules(rules, before);
  if (applied.set.length === 0) return undefined;
  return { id: row.id, version: row.version, held: row.held, before, applied };
}

interface Stored {
  readonly id: string;
  readonly version: number;
  readonly day: string;
  readonly payee: string;
  readonly note: string;
  readonly held: number;
  readonly account: string;
  readonly amount: bigint;
  readonly currency: string;
  readonly state: RuleRow['state'];
  readonly categorySetBy: SetBy;
  readonly payeeSetBy: SetBy;
  readonly noteSetBy: SetBy;
  readonly tags: readonly string[];
  readonly written: readonly BankText[];
  readonly others: readonly Other[];
}

interface Other {
  readonly account: string | null;
  readonly category: string | null;
  readonly isUnsorted: boolean;
  readonly amount: string;
  readonly note: string;
}

/** @param narrowed condition on `t` */
async function storedRows(
  sql: TransactionSql,
  book: string,
  narrowed: ReturnType<TransactionSql>,
  rules: readonly Rule[],
  limit: number,
): Promise<Stored[]> {
  // Only where a rule asks, because each costs a look-up for every row.
  const asks = (what: 'raw' | 'tag') =>
    rules.some((rule) => rule.conditions.some(({ field }) => field === what));
  const tagged = asks('tag') || rules.some(({ actions }) => actions.some(({ set }) => set === 'tag'));
  const tags = tagged
    ? sql`array(select x.tag_id from transaction_tag x where x.book_id = t.book_id and x.transaction_id = t.id)`
    : sql`'{}'::uuid[]`;
  const written = asks('raw') ? textsOfBank(sql) : sql`'[]'::json`;
  return sql<Stored[]>`
    select t.id, t.version, t.booked_on as day, coalesce(shown.name, w.name, '') as payee, t.note,
      held.line as held, held.account_id as account, held.amount_minor as amount, held.currency, held.state,
      t.category_set_by as "categorySetBy", t.payee_set_by as "payeeSetBy", t.note_set_by as "noteSetBy", other.lines as others,
      ${tags} as tags, ${written} as written
    from (
      select * from transaction t where t.book_id = ${book} and t.kind <> 'opening' ${narrowed}
      order by t.booked_on desc, t.id desc limit ${limit}
    ) t
      left join payee w on w.book_id = t.book_id and w.id = t.payee_id
      left join payee shown on shown.book_id = w.book_id and shown.id = w.merged_into
      cross join lateral (
        select * from posting p where p.book_id = t.book_id and p.transaction_id = t.id and p.account_id is not null
        order by p.line limit 1
      ) held
      cross join lateral (
        select json_agg(json_build_object('account', p.account_id, 'category', p.category_id, 'note', p.note,
          'isUnsorted', coalesce(c.role = 'unsorted', false), 'amount', p.amount_minor::text) order by p.line) as lines
        from posting p left join category c on c.book_id = p.book_id and c.id = p.category_id
        where p.book_id = t.book_id and p.transaction_id = t.id and p.line <> held.line
      ) other
    order by t.booked_on desc, t.id desc`;
}

function ruleRowOf(row: Stored): RuleRow {
  const { payee, note, account, day, amount, currency, state, others } = row;
  const [only, ...more] = others;
  const isUnsorted = more.length === 0 && only?.isUnsorted === true;
  return {
    ...{ payee, note, account, day, amount, currency, state, tags: row.tags },
    raw: row.written.flatMap(rawTexts),
    parts: isUnsorted ? [] : others.map(partOf),
    setBy: { category: row.categorySetBy, payee: row.payeeSetBy, note: row.noteSetBy },
  };
}

function partOf({ account, category, amount, note }: Other): RulePart {
  const rest = { amount: BigInt(amount), note };
  return account === null ? { category: category ?? '', ...rest } : { account, ...rest };
}
