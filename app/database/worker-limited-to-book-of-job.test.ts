import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { keepDraft } from '../imports/keep-uploaded-files-and-choices.ts';
import { putFileJob, putUndoJob } from '../imports/request-and-cancel-worker-jobs.ts';
import { runImport } from '../imports/run-import.ts';
import { connectAsWorker } from '../testing/connect-as-worker.ts';
import { type Household, household } from '../testing/household.ts';
import { importOf } from '../testing/parsed-statement-and-import-request.ts';
import { spentOn } from '../testing/spent-entry.ts';
import { opened } from '../testing/start-app.ts';
import type { Sql, TransactionSql } from './connect.ts';

/* What a worker's role may see and do: with a job about a file, and without. */

let home: Household;
let worker: Sql;
let draft: string;
beforeEach(async () => {
  home = await household();
  worker = connectAsWorker(home, 2);
  await home.account('Bank');
  draft = await home.write((sql) => keepDraft(sql, home.book, home.ada.person, file));
});

const file = { name: 'a.csv', bytes: Buffer.from('Date,Amount\n2026-01-02,1.00') };
const kinds = ['read-file', 'import-file', 'undo-import'];
const put = () => home.write((sql) => putFileJob(sql, 'import-file', draft));

async function take(): Promise<{ id: string; attempt: number }> {
  const [job] = await worker<{ id: string; attempt: number }[]>`select * from worker.take_job(${kinds})`;
  if (!job) throw new Error('there is no job');
  return job;
}

/** Opens the book of a job in a transaction, and asks something there. */
async function inJob<T>(
  { id, attempt }: { id: string; attempt: number },
  ask: (sql: TransactionSql) => Promise<T>,
) {
  return worker.begin(async (sql) => {
    const open = await sql`select book, person, currency, zone from worker.open_file_job(${id}, ${attempt})`;
    return { open: [...open], answer: await ask(sql) };
  });
}

const adding = (sql: TransactionSql) =>
  sql`insert into account (book_id, name, kind, currency, opened_on) values (${home.book}, 'New', 'bank', 'EUR', '2026-01-01')`;

const accounts = async (sql: TransactionSql | Sql) =>
  (await sql`select name from account`).map((row) => row['name']);

describe('a worker', () => {
  it('sees no row of a household by itself, whatever it says', async () => {
    await put();
    expect(await accounts(worker)).toEqual([]);
    const claims = [
      ['app.book', home.book],
      ['app.session', opened(home.ada).session.toString('hex').replace(/^../, '00')],
      ['app.job', randomUUID()],
    ] as const;
    await worker.begin(async (sql) => {
      for (const [name, value] of claims) await sql`select set_config(${name}, ${value}, true)`;
      for (const table of [
        'account',
        'category',
        'import',
        'import_row',
        'transaction',
        'posting',
        'payee',
        'audit',
      ])
        expect(await sql`select from ${sql(table)}`, table).toEqual([]);
    });
    for (const table of ['person', 'session', 'member', 'book', 'api_token', 'worker.job', 'worker.file_job'])
      await expect(worker`select from ${worker(table)}`, table).rejects.toMatchObject({ code: '42501' });
    const made = worker`select put_file_job('import-file', ${draft})`;
    await expect(made).rejects.toMatchObject({ code: '42501' });
  });

  it('sees the book of its job in the transaction that the job opens, and no other', async () => {
    const eve = await home.signedIn('Eve');
    await put();
    const job = await take();
    const { open, answer } = await inJob(job, async (sql) => ({
      names: await accounts(sql),
      others: [...(await sql`select from account where book_id = ${eve.book}`)],
    }));
    expect(open).toEqual([{ book: home.book, person: home.ada.person, currency: 'EUR', zone: 'UTC' }]);
    expect(answer).toEqual({ names: ['Bank'], others: [] });
    expect(await accounts(worker)).toEqual([]);
  });

  it('removes nothing, and changes no member, account or session, even within its job', async () => {
    await put();
    const job = await take();
    for (const statement of NEVER)
      await expect(
        inJob(job, (sql) => sql.unsafe(statement)),
        statement,
      ).rejects.toMatchObject({ code: '42501' });
    await home.enter(
      spentOn(await home.account('Card'), await home.category('Groceries'), 100n, {
        payee: 'Shop',
        tags: ['a'],
      }),
    );
    for (const statement of OF_UNDO) {
      const { answer } = await inJob(job, async (sql) => (await sql.unsafe(statement)).count);
      expect(answer, statement).toBe(0);
    }
  });

  it('adds an account where it imports a file, and in no other job', async () => {
    await home.write((sql) => putFileJob(sql, 'read-file', draft));
    const reading = await take();
    await expect(inJob(reading, adding)).rejects.toMatchObject({ code: '42501' });
    await home.rows`delete from worker.job`;
    await put();
    await inJob(await take(), adding);
    expect(await home.rows`select name from account order by name`).toEqual([
      { name: 'Bank' },
      { name: 'New' },
    ]);
  });

  it('that undoes an import takes away rows of its own book alone, and changes no more than any other', async () => {
    const eve = await home.signedIn('Eve');
    await home.rows`
      with a as (
        insert into account (book_id, name, kind, currency, opened_on) values (${eve.book}, 'Hers', 'bank', 'EUR', '2026-01-01')
        returning id
      ), t as (
        insert into transaction (book_id, booked_on, kind) values (${eve.book}, '2026-01-02', 'spent') returning id
      )
      insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency)
      select ${eve.book}, t.id, line, '2026-01-02', case line when 1 then a.id end,
        case line when 2 then (select id from category where book_id = ${eve.book} and name = 'Groceries') end, 2 * line - 3, 'EUR'
      from a, t, generate_series(1, 2) line`;
    const bank = await home.account('Card');
    const done = await home.write((sql) =>
      runImport(sql, home.book, home.ada.person, importOf(bank.id, ['2026-02-01 -1.00 Shop'])),
    );
    const act = done.status === 'done' ? done.act : '';
    await home.write((sql) => putUndoJob(sql, home.book, act, 0));
    const job = await take();
    for (const statement of NEVER)
      await expect(
        inJob(job, (sql) => sql.unsafe(statement)),
        statement,
      ).rejects.toMatchObject({ code: '42501' });
    const [other] = await home.rows<{ id: string }[]>`select id from account where name = 'Bank'`;
    const recording = (sql: TransactionSql) => sql`
      insert into audit (book_id, act_id, person_id, action, subject, subject_id, after)
      values (${home.book}, ${act}, (select acting_importer()), 'add', 'account', ${other?.id ?? ''}, '{}')`;
    for (const forbidden of [recording, adding])
      await expect(inJob(job, forbidden)).rejects.toMatchObject({ code: '42501' });
    const gone = await inJob(job, async (sql) => [
      (await sql`delete from posting`).count,
      (await sql`delete from transaction`).count,
      (await sql`delete from account`).count, // none that the act made
    ]);
    expect(gone.answer).toEqual([2, 1, 0]);
    expect(await home.rows`select book_id from transaction`).toEqual([{ book_id: eve.book }]);
  });

  it.each([
    ['has only a made-up attempt', async ({ id, attempt }: Job) => ({ id, attempt: attempt + 1 })],
    [
      'has a job that the app put by itself',
      async () => {
        await home.database.sql`select put_job('import-file', ${home.database.sql.json({ import: draft })})`;
        return take();
      },
    ],
    [
      'works for a person who may only look by now',
      async (job: Job) => {
        await home.rows`update member set role = 'viewer' where person_id = ${home.ada.person}`;
        return job;
      },
    ],
    [
      'works for a person who has left',
      async (job: Job) => {
        await home.rows`delete from member where person_id = ${home.ada.person}`;
        return job;
      },
    ],
    [
      'has ended its job',
      async (job: Job) => {
        await worker`select worker.end_job(${job.id})`;
        return job;
      },
    ],
  ])('opens nothing when it %s', async (_when, make) => {
    await put();
    const job = await make(await take());
    const { open, answer } = await inJob(job, accounts);
    expect({ open, answer }).toEqual({ open: [], answer: [] });
  });
});

/** Refused to every job. */
const NEVER = [
  'delete from import',
  'delete from import_row',
  'delete from audit',
  'delete from act',
  'delete from category',
  "update account set name = 'x'",
  'update account set id = gen_random_uuid()',
  'update category set id = gen_random_uuid()',
  'select members_of_book()',
  'select from member',
  'select put_undo_job(gen_random_uuid())',
];
/** Without effect in a job that undoes nothing. */
const OF_UNDO = [
  'delete from account',
  'delete from transaction_tag',
  'delete from transaction',
  'update act set undone_by = id',
  'update import_row set forgotten = true',
];

interface Job {
  readonly id: string;
  readonly attempt: number;
}

describe('a job about a file', () => {
  it('goes with its draft', async () => {
    await put();
    await home.rows`delete from import where id = ${draft}`;
    const job = await take();
    expect((await inJob(job, accounts)).open).toEqual([]);
  });
});
