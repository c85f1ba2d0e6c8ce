import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { buildApp } from './app.ts';
import type { Sql } from './database/connect.ts';
import { migrate } from './database/migrate.ts';
import { connectAsSuperuser } from './testing/connect-as-superuser.ts';
import { releaseBefore } from './testing/previous-release.ts';
import { Browser } from './testing/simulated-browser.ts';
import { testConfig } from './testing/start-app.ts';

/*
 * Runs today's migrations on a book of the previous release, which keeps serving meanwhile. `npm run migration` does so
 * with half a million transactions, a million postings, and reports the duration.
 */

const TRANSACTIONS = Number(process.env['MIGRATION_TRANSACTIONS'] ?? 4000);
const release = releaseBefore();
const closings: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closings.reverse()) await close();
  release.remove();
});

describe.skipIf(release.missing)(`migrating under load${release.missing}`, { timeout: 1_200_000 }, () => {
  let rows: Sql;
  let today: Browser;
  let book: string;
  let id: string;
  let before: Sums;
  const served: { what: string; status: number; milliseconds: number }[] = [];
  let kept = 0;

  beforeAll(async () => {
    const { empty, app, config } = await release.serve();
    closings.push(empty.drop, () => app.close());
    rows = connectAsSuperuser(config.database);
    closings.push(() => rows.end());
    const ada = new Browser(app as never, config.publicOrigin);
    const account = { name: 'Ada', email: 'ada@example.org', password: 'four quiet words here' };
    const made = await ada.post('/sign-up', { ...account, currency: 'EUR', timeZone: 'UTC' });
    book = made.headers.location ?? '';
    id = book.replace('/books/', '');
    for (const name of ['Everyday', 'Savings'])
      await ada.post(`${book}/accounts`, {
        ...{ key: randomUUID(), name, kind: 'bank', currency: 'EUR', openedOn: '2016-01-01', opening: '100' },
        direction: 'have',
      });
    await fill(rows, id, TRANSACTIONS);
    before = await sumsOf(rows, id);

    const form = (await ada.get(`${book}/transactions/new`)).body;
    const [, from = ''] = /name="account".*?value="([\da-f-]{36})"/s.exec(form) ?? [];
    const [, category = ''] = /name="category".*?value="([\da-f-]{36})"/s.exec(form) ?? [];
    let isDone = false;
    const visit = async (what: string, ask: () => Promise<{ statusCode: number }>) => {
      const started = performance.now();
      const { statusCode: status } = await ask();
      served.push({ what, status, milliseconds: performance.now() - started });
      return status;
    };
    const working = async () => {
      while (!isDone) {
        await visit('overview', () => ada.get(book));
        await visit('list', () => ada.get(`${book}/transactions`));
        await visit('search', () => ada.get(`${book}/transactions?text=payee%2012`));
        const spent = {
          ...{ key: randomUUID(), kind: 'spent', bookedOn: '2025-11-21', payee: 'Meanwhile', note: '' },
          ...{ account: from, category, amount: '0.01' },
        };
        if ((await visit('add', () => ada.post(`${book}/transactions`, spent))) === 303) kept += 1;
      }
    };
    const load = [working(), working()];
    const at = inject('postgres');
    const database = { ...empty.config.app, user: at.user, password: at.password };
    const lines: string[] = [];
    const started = performance.now();
    await migrate({ ...empty.config, app: database }, (line) => lines.push(line));
    const seconds = (performance.now() - started) / 1000;
    isDone = true;
    await Promise.all(load);
    if (process.env['MIGRATION_TRANSACTIONS']) {
      const slowest = Math.max(...served.map(({ milliseconds }) => milliseconds));
      console.log(
        `${lines.join('\n')}\n${2 * TRANSACTIONS} postings in ${seconds.toFixed(1)} s; meanwhile ${served.length} pages, ${failed(served).length} failed, slowest ${Math.round(slowest)} ms`,
      );
    }

    const now = { ...testConfig(empty.name), database };
    const nowApp = await buildApp(now);
    closings.push(() => nowApp.close());
    today = new Browser(nowApp, now.publicOrigin);
    for (const [name, value] of ada.cookies) today.cookies.set(name, value);
  }, 1_200_000);

  it('fails no page and loses no row of the release before', () => {
    expect(served.length).toBeGreaterThan(0);
    expect(failed(served)).toEqual([]);
    expect(kept).toBeGreaterThan(0);
  });

  it('leaves every sum as it was, and what was added meanwhile', async () => {
    const after = await sumsOf(rows, id);
    const spent = after.total - before.total;
    expect(spent).toBe(-BigInt(kept));
    expect(after.count - before.count).toBe(BigInt(2 * kept));
    expect(after.untouched).toEqual(before.untouched);
  });

  it('gives every row its payee, its states and the word that its lines have', async () => {
    const [wrong] = await rows`
      select count(*) filter (where t.payee <> '' and plain_text(p.name) is distinct from plain_text(t.payee)) as payees,
        count(*) filter (where (t.state = 'pending') <> exists (
          select from posting l where l.book_id = t.book_id and l.transaction_id = t.id and l.state = 'pending'
        )) as states
      from transaction t left join payee p on p.book_id = t.book_id and p.id = t.payee_id`;
    expect(wrong).toEqual({ payees: 0n, states: 0n });
    const ids = rows`select array_agg(id) from transaction where book_id = ${id}`;
    const misnamed = await rows`
      select t.id from transaction t left join transaction_shapes(${id}, (${ids})) shape on shape.id = t.id
      where t.book_id = ${id} and shape.kind is distinct from t.kind`;
    expect(misnamed).toHaveLength(0);
  });

  it('is served by the release of today', async () => {
    const list = await today.get(`${book}/transactions?text=meanwhile`);
    expect(list.statusCode).toBe(200);
    expect(list.body).toContain('Meanwhile');
    expect((await today.get(book)).statusCode).toBe(200);
  });
});

function failed(served: readonly { what: string; status: number }[]) {
  return served.filter(({ what, status }) => status !== (what === 'add' ? 303 : 200));
}

interface Sums {
  readonly count: bigint;
  /** Sum of all postings on accounts. */
  readonly total: bigint;
  /** Sums of the seeded rows by account or category, and a hash of all these rows. */
  readonly untouched: unknown;
}

async function sumsOf(sql: Sql, book: string): Promise<Sums> {
  const [all] = await sql<{ count: bigint; total: bigint }[]>`
    select count(*) as count, sum(amount_minor) filter (where account_id is not null) as total
    from posting where book_id = ${book}`;
  const untouched = await sql`
    select p.account_id, p.category_id, sum(p.amount_minor) as sum, count(*) as count,
      sum(hashtextextended(concat_ws('|', p.transaction_id, p.line, p.booked_on, p.amount_minor, p.currency, p.note, t.kind, t.state, t.note, t.version), 0)) as rows
    from posting p join transaction t on t.book_id = p.book_id and t.id = p.transaction_id
    where p.book_id = ${book} and t.payee <> 'Meanwhile'
    group by 1, 2 order by 1, 2`;
  return { count: all?.count ?? 0n, total: all?.total ?? 0n, untouched: [...untouched] };
}

/** Inserts spent, received and moved over ten years, some pending; directly into the tables of the previous release. */
async function fill(sql: Sql, book: string, transactions: number): Promise<void> {
  await sql`set statement_timeout = 0`;
  await sql`set session_replication_role = replica`;
  await sql`
    with wanted as (
      select uuidv7() as id, n, current_date - (n % 3650) as day, (array['spent', 'spent', 'received', 'moved'])[1 + n % 4] as kind
      from generate_series(1, ${transactions}::int) n
    ), accounts as (
      select array_agg(id order by name) as ids from account where book_id = ${book}
    ), categories as (
      select kind, array_agg(id) as ids, count(*)::int as count from category where book_id = ${book} and role is null group by kind
    ), headers as (
      insert into transaction (book_id, id, booked_on, kind, payee, note, state)
      select ${book}, id, day, kind, case n % 10 when 0 then '' when 1 then 'PAYEE ' || n % 997 else 'Payee ' || n % 997 end,
        case n % 5 when 0 then 'note ' || n else '' end, case n % 50 when 0 then 'pending' else 'cleared' end
      from wanted
    )
    insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency)
    select ${book}, w.id, line, day,
      case when line = 1 then accounts.ids[1] when w.kind = 'moved' then accounts.ids[2] end,
      case when line = 2 and w.kind <> 'moved' then c.ids[1 + n % c.count] end,
      (case when (line = 1) = (w.kind <> 'received') then -1 else 1 end) * (100 + n % 9000), 'EUR'
    from wanted w left join categories c on c.kind = w.kind, accounts, generate_series(1, 2) line`;
  await sql`set session_replication_role = origin`;
  await sql`analyze`;
}
