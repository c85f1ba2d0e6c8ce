import { beforeEach, describe, expect, it } from 'vitest';
import type { ImportRequest } from '../../imports/import-request-types.ts';
import { putUndoJob } from '../../imports/request-and-cancel-worker-jobs.ts';
import { runImport } from '../../imports/run-import.ts';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { actOfImport } from '../../testing/act-of-import.ts';
import { findForm } from '../../testing/form-fields-by-action.ts';
import { type Household, household } from '../../testing/household.ts';
import {
  endProcess,
  jobsOf,
  makeJobsDue,
  patient,
  startStuckJob,
  startWorkerOf,
} from '../../testing/household-worker-and-jobs.ts';
import { bankRow, importOf } from '../../testing/parsed-statement-and-import-request.ts';
import { textOfPage } from '../../testing/text-of-main-element.ts';

/* Undo of an import, and of that undo, by a worker. */

let home: Household;
let bank: Money;
/** Page of the import. */
let path: string;
beforeEach(async () => {
  home = await household({ logLevel: 'error' });
  bank = await home.account('Bank');
});

async function imported(request: ImportRequest): Promise<void> {
  const done = await home.write((sql) => runImport(sql, home.book, home.ada.person, request));
  path = `${home.path}/imports/${done.status === 'done' ? done.import : done.status}`;
}

const act = () => actOfImport(home, path.slice(-36));

/** Leaves the undo to a worker, however few rows there are. */
const put = async (of?: string) => {
  const wanted = of ?? (await act());
  return home.write((sql) => putUndoJob(sql, home.book, wanted, 0));
};

const startWorker = () => startWorkerOf(home);
const lines = async () => (await home.rows`select from posting where account_id = ${bank.id}`).length;
const jobs = () => jobsOf(home);

const textOf = async () => textOfPage((await home.ada.get(path)).body);
const seen = (text: string) => expect.poll(textOf, patient).toContain(text);

async function press(part: RegExp): Promise<string> {
  const { body } = await home.ada.get(path);
  const [, action = ''] = part.exec(body) ?? [];
  const { statusCode, headers } = await home.ada.post(action, findForm(body, action) ?? {});
  expect(statusCode).toBe(303);
  return String(headers.location);
}
const pressUndo = () => press(/action="([^"]*\/undo)"/);
const pressStop = () => press(/action="([^"]*\/cancel)"/);

it('an import of more rows than a request undoes is undone by a worker, and so is that, while its page tells how far it is', async () => {
  const rows = Array.from({ length: 10_001 }, (_, row) => {
    const day = new Date(Date.UTC(1990, 0, 1) + Math.floor(row / 2) * 86_400_000).toISOString().slice(0, 10);
    return bankRow(`${day} -1.00 Shop ${row % 97}`);
  });
  await imported(importOf(bank.id, rows));
  const progress = home.ada.get(`${path}/progress`);
  expect(await pressUndo()).toBe(path);
  expect(await textOf()).toContain('Undoing the import of february.csv It waits for its turn.');
  await startWorker();
  await seen('undone since');
  expect((await progress).body).toContain('event: over');
  expect(await lines()).toBe(0);
  expect(await pressUndo()).toBe(path);
  await seen('Imported');
  expect(await lines()).toBe(10_001);
  const acts = await home.rows`select kind, person_id, undone_by is not null as undone from act order by id`;
  const of = { person_id: home.ada.person };
  expect(acts.slice(-3)).toEqual([
    { kind: 'import', ...of, undone: true },
    { kind: 'undo', ...of, undone: true },
    { kind: 'undo', ...of, undone: false },
  ]);
  const people = await home.rows`select distinct person_id from audit where subject = 'transaction'`;
  expect(people).toEqual([of]);
});

const THREE = ['2026-02-01 -1.00 Bakery', '2026-02-02 -2.00 Shop', '2026-02-03 -3.00 Kiosk'];

/** Starts an undo that stands still in the middle. */
const stuck = () => startStuckJob(home, 'audit', 'audit|put_transactions_back', () => put());

const ways = [
  [
    'the undo of an import',
    { before: 'Imported', lines: 3, title: 'Undoing the import of february.csv', after: 'undone since' },
  ],
  [
    'the undo of that undo',
    {
      before: 'undone since',
      lines: 0,
      title: 'Bringing back the import of february.csv',
      after: 'Imported',
    },
  ],
] as const;

describe.each(ways)('%s', (_what, way) => {
  beforeEach(async () => {
    await imported(importOf(bank.id, THREE));
    if (way.lines === 0) await pressUndo();
  });

  const isUntouched = async () => {
    await seen(way.before);
    expect(await lines()).toBe(way.lines);
    expect(await jobs()).toEqual([]);
  };
  const isDone = async () => {
    await seen(way.after);
    expect(await lines()).toBe(3 - way.lines);
  };

  it('that is stopped before its turn changes nothing, and can be wanted again', async () => {
    await put();
    expect(await textOf()).toContain(way.title);
    await pressStop();
    await isUntouched();
    await startWorker();
    await put();
    await isDone();
  });

  it('that is stopped in the middle changes nothing', async () => {
    const { lock } = await stuck();
    await pressStop();
    expect(await textOf()).toContain('It is being stopped.');
    await lock.release();
    await expect.poll(jobs, patient).toEqual([]);
    await isUntouched();
  });

  it('whose worker is killed in the middle changes nothing, and is done once by the next', async () => {
    const { lock, worker } = await stuck();
    await endProcess(worker, 'SIGKILL');
    await lock.release();
    expect(await textOf()).toContain(way.title);
    expect(await lines()).toBe(way.lines);
    await expect
      .poll(() => makeJobsDue(home), patient) // its transaction ends some time after its process
      .toBeGreaterThan(0);
    await startWorker();
    await isDone();
    const undone = await home.rows`select from act where kind = 'undo'`;
    expect(undone).toHaveLength(way.lines === 0 ? 2 : 1);
  });

  it('that two tabs want at once is done once', async () => {
    const of = await act();
    const each = await Promise.all([put(of), put(of), put(of)]);
    expect(new Set(each)).toEqual(new Set([path.slice(-36)]));
    expect(await jobs()).toHaveLength(1);
    await startWorker();
    await isDone();
    expect(await put(of)).toBeFalsy();
  });
});

it('the undo of an import is stopped by its worker that has to stop, and done by the next', async () => {
  await imported(importOf(bank.id, THREE));
  const { lock, worker } = await stuck();
  await endProcess(worker, 'SIGTERM'); // after the time that it has
  expect(await jobs()).toEqual([{ kind: 'undo-import', attempts: 0, ended: false, error: null }]);
  await lock.release();
  await startWorker();
  await seen('undone since');
  expect(await lines()).toBe(0);
});

describe('rows that somebody changes while an undo waits for its turn', () => {
  beforeEach(async () => imported(importOf(bank.id, THREE)));

  const change = (payee: string) => home.rows`
    update transaction set version = version + 1 where payee = ${payee}`;

  it('stay, are named, and keep their keys', async () => {
    await put();
    await change('Shop');
    await startWorker();
    await seen('undone since');
    const text = await textOf();
    expect(text).toContain('1 row stays, since it was changed after the import or its account is closed.');
    expect(text.slice(text.indexOf('Rows that stay'), text.indexOf('Rows of the file'))).toMatch(
      / Shop .*2\.00/,
    );
    expect(await lines()).toBe(1);
    const again = await home.write((sql) =>
      runImport(sql, home.book, home.ada.person, importOf(bank.id, THREE)),
    );
    expect(again).toMatchObject({ added: 2, preview: { statements: [{ counts: { new: 2, known: 1 } }] } });
  });

  it('are all that there is: nothing is undone, and the page says so', async () => {
    await put();
    for (const payee of ['Bakery', 'Shop', 'Kiosk']) await change(payee);
    await startWorker();
    await seen('Nothing was undone: each of its rows was changed since');
    expect(await lines()).toBe(3);
    expect(await jobs()).toEqual([
      { kind: 'undo-import', attempts: 1, ended: true, error: 'NothingToDoError: ' },
    ]);
    expect(await home.rows`select from act where kind = 'undo'`).toEqual([]);
  });

  it('and delete are away already, and stay away', async () => {
    await put();
    await home.rows.begin(async (sql) => {
      const [row] = await sql<{ id: string }[]>`select id from transaction where payee = 'Kiosk'`;
      await sql`delete from posting where transaction_id = ${row?.id ?? ''}`;
      await sql`delete from transaction where id = ${row?.id ?? ''}`;
    });
    await startWorker();
    await seen('undone since');
    expect(await textOf()).not.toContain('Rows that stay');
    await put();
    await seen('Imported');
    expect(await lines()).toBe(2);
  });
});
