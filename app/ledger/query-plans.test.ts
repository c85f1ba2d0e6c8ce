import { beforeAll, describe, expect, it } from 'vitest';
import { daysOf } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import { sumsByCategory } from '../features/dashboard/load-category-sums-and-coming-up.ts';
import { asSuperuser } from '../testing/connect-as-superuser.ts';
import { type Household, household } from '../testing/household.ts';
import { monthlyChanges } from './balances.ts';
import { listAround, listTransactions } from './transaction-list.ts';

/* Query plans on books with many postings: what Postgres reads, not how long it takes. */

let home: Household;
let account: string;
let category: string;

beforeAll(async () => {
  home = await household();
  account = (await home.account('Bank')).id;
  category = await home.category('Groceries');
  const others = await Promise.all(['Ben', 'Cleo', 'Dan'].map((name) => home.signedIn(name)));
  await asSuperuser(async (sql) => {
    await sql`set session_replication_role = replica`; // no triggers: checking each valid row would take seconds
    for (const book of [home.book, ...others.map((other) => other.book)]) await sql.unsafe(fill(book));
    await sql`vacuum analyze`;
  }, home.config.database.name);
});

describe('with 50,000 postings in each of four books', () => {
  it('a month by category is an index-only scan', async () => {
    const [plan] = await plansOf((sql) => sumsByCategory(sql, home.book, daysOf('2023-04', 25)));
    expect(scansOf(plan, 'posting')).toEqual([{ type: 'Index Only Scan', index: 'posting_by_category' }]);
  });

  it('all balances are one index-only scan of the book', async () => {
    const [plan] = await plansOf((sql) => monthlyChanges(sql, home.book, '2026-01-01', 25));
    expect(scansOf(plan, 'posting')).toEqual([{ type: 'Index Only Scan', index: 'posting_by_account' }]);
  });

  it.each([
    ['the first page', {}],
    ['a page far down', { after: { bookedOn: '2021-01-01', id: '00000000-0000-0000-0000-000000000000' } }],
    ['a page upwards', { before: { bookedOn: '2021-01-01', id: '00000000-0000-0000-0000-000000000000' } }],
  ])('%s of the list walks the index and sorts nothing but its rows', async (_what, cursor) => {
    const [plan] = await plansOf((sql) => listTransactions(sql, home.book, {}, { limit: 50, ...cursor }));
    expect(scansOf(plan, 'transaction')).toEqual([
      { type: 'Index Scan', index: 'transaction_book_id_booked_on_id_key' },
    ]);
    expect(scansOf(plan, 'posting')).toEqual([{ type: 'Index Scan', index: 'posting_pkey' }]);
  });

  it('the first page with what is ahead of it walks the index twice', async () => {
    const plans = await plansOf((sql) =>
      listAround(sql, home.book, {}, '2023-01-01', { ahead: 3, upToday: 50 }),
    );
    const walk = { type: 'Index Scan', index: 'transaction_book_id_booked_on_id_key' };
    expect(plans.flatMap((plan) => scansOf(plan, 'transaction'))).toEqual([walk, walk]);
  });

  it.each([
    ['an account', () => ({ account })],
    ['a category', () => ({ category })],
    ['a month and a category', () => ({ category, days: daysOf('2023-04', 25) })],
    ['a word', () => ({ text: 'payee 1234' })],
  ])('a page of %s scans no table', async (_what, filter) => {
    const plan = (await plansOf((sql) => listTransactions(sql, home.book, filter(), { limit: 50 }))).at(-1);
    const scans = [...scansOf(plan, 'transaction'), ...scansOf(plan, 'posting')];
    expect(scans.filter(({ type }) => type === 'Seq Scan')).toEqual([]);
  });
});

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Node[];
}
interface Plan {
  readonly Plan: Node;
}

/** Runs `work` with a `sql` that explains every statement instead of executing it. */
async function plansOf(work: (sql: TransactionSql) => Promise<unknown>): Promise<Plan[]> {
  const plans: Plan[] = [];
  await home.read(async (sql) => {
    const explaining = new Proxy(sql, {
      apply: (target, self, given) => {
        const query = Reflect.apply(target, self, given);
        if (!Array.isArray(given[0]) || !('raw' in given[0])) return query;
        const explain = async () => {
          const [row] = await sql<{ 'QUERY PLAN': Plan[] }[]>`explain (format json) ${query}`;
          plans.push(...(row?.['QUERY PLAN'] ?? []));
          return [];
        };
        // A fragment of another statement is never awaited, so only whole statements come here.
        return Object.defineProperty(query, 'then', {
          value: (done: () => void, fail: () => void) => explain().then(done, fail),
        });
      },
    });
    await work(explaining);
  });
  return plans;
}

function scansOf(plan: Plan | undefined, table: string): { type: string; index: string | undefined }[] {
  const nodes = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodes)];
  if (!plan) throw new Error('nothing was asked of Postgres');
  return nodes(plan.Plan)
    .filter((node) => node['Relation Name'] === table)
    .map((node) => ({ type: node['Node Type'], index: node['Index Name'] }));
}

/**
 * SQL for 25,000 transactions of two postings over some six years, on three accounts and all categories of kind
 * `spent`.
 */
function fill(book: string): string {
  return `
    do $$
    declare accounts uuid[]; categories uuid[]; payees uuid[];
    begin
      insert into account (book_id, name, kind, currency, opened_on)
      select '${book}', 'Account ' || n, 'bank', 'EUR', '2020-01-01' from generate_series(1, 3) n;
      accounts := array(select id from account where book_id = '${book}');
      categories := array(select id from category where book_id = '${book}' and kind = 'spent');
      insert into payee (book_id, name) select '${book}', 'payee ' || n from generate_series(1, 500) n;
      payees := array(select id from payee where book_id = '${book}');
      with made as (
        insert into transaction (book_id, booked_on, kind, payee_id, note)
        select '${book}', date '2020-01-01' + (n / 12), 'spent', payees[1 + n % 500], 'note ' || n
        from generate_series(1, 25000) n returning id, booked_on
      ), counted as (select *, row_number() over () as n from made)
      insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency)
      select '${book}'::uuid, id, 1, booked_on, accounts[1 + n % cardinality(accounts)], null, -(100 + n % 900), 'EUR' from counted
      union all
      select '${book}'::uuid, id, 2, booked_on, null, categories[1 + n % cardinality(categories)], 100 + n % 900, 'EUR' from counted;
    end $$`;
}
