import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { LARGEST_AT_ONCE } from '../../imports/keep-uploaded-files-and-choices.ts';
import type { Money } from '../../ledger/entry-to-postings.ts';
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
import { makeToken } from '../../testing/make-token.ts';
import type { ServerProcess } from '../../testing/server-process.ts';
import { noSmallDisk, onSmallDisk } from '../../testing/small-disk.ts';
import { textOfPage } from '../../testing/text-of-main-element.ts';

/* Files that a worker reads and imports, in a process of its own. */

let home: Household;
let bank: Money;
beforeEach(async () => {
  home = await household({ logLevel: 'error' });
  bank = await home.account('Bank');
});

const ROWS = 500;
const counted = ROWS.toLocaleString('en');
/** What a bank writes beside each row, and nobody reads. */
const REST = 'Card payment at terminal 4711 in Berlin '.repeat(110);

/** A file that is larger than a request takes, with two rows a day. */
function large(rows = ROWS, text = 'Card payment', rest = REST): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const day = new Date(Date.UTC(1990, 0, 1) + Math.floor(row / 2) * 86_400_000).toISOString().slice(0, 10);
    return `${day},Shop ${row % 97},${text} ${row},-${1 + (row % 50)}.00,${rest}`;
  });
  return ['Date,Payee,Memo,Amount,Rest', ...lines].join('\n');
}

async function upload(text = large(), account = bank.id): Promise<string> {
  expect(text.length).toBeGreaterThan(LARGEST_AT_ONCE.bytes);
  const files = [{ name: 'large.csv', bytes: text }];
  const { headers } = await home.ada.upload(`${home.path}/imports`, { key: randomUUID(), account }, files);
  return String(headers.location);
}

const textOf = async (path: string) => textOfPage((await home.ada.get(path)).body);

async function press(path: string, action = path, more: Record<string, string> = {}) {
  const { body } = await home.ada.get(path);
  const form = findForm(body, action);
  if (form === undefined) throw new Error(`${path} has no form for ${action}`);
  const { statusCode } = await home.ada.post(action, { ...form, ...more });
  expect(statusCode).toBe(303);
}
const pressImport = (path: string) => press(path, path, { intent: 'import' });
const stop = (path: string) => press(path, `${path}/cancel`);

const startWorker = () => startWorkerOf(home);
const lines = () =>
  home.rows`select count(*)::int as n from posting where account_id = ${bank.id} and bank_day is not null`;
const nothing = [{ n: 0 }];
/** Rows that an import leaves beside its lines. */
const traces = () => home.rows`
  select (select count(*)::int from import_row) as rows, (select count(*)::int from payee) as payees,
    (select count(*)::int from act where kind = 'import') as acts, (select count(*)::int from transaction where kind <> 'opening') as transactions,
    (select count(*)::int from unchecked) as unchecked`;
const noTrace = [{ rows: 0, payees: 0, acts: 0, transactions: 0, unchecked: 0 }];
const jobs = () => jobsOf(home);
const seen = (path: string, text: string | RegExp) => expect.poll(() => textOf(path), patient).toMatch(text);

/** Uploads a file that a worker then reads. */
async function readByWorker(worker?: ServerProcess, text = large()): Promise<string> {
  const path = await upload(text);
  const own = worker ?? (await startWorker());
  await seen(path, /Import [\d,]+ rows/);
  if (!worker) await endProcess(own);
  return path;
}

/** Processes that another one has started. */
async function childrenOf(pid: number): Promise<readonly number[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(
    all.map(async (one) => {
      const status = await readFile(`/proc/${one}/status`, 'utf8').catch(() => ''); // it has ended
      return { one: Number(one), parent: Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]) };
    }),
  );
  return parents.flatMap(({ one, parent }) => (parent === pid ? [one] : []));
}

/** Starts an import that stands still before its first row is kept. */
const stuckImport = (path: string) =>
  startStuckJob(home, 'import_row', 'insert into import_row', () => pressImport(path));

describe('a large file', () => {
  it('that is the first of a book makes the account that it is of, as a small one does', async () => {
    home = await household({ logLevel: 'error' });
    const accounts = () => home.rows`
      select a.name, count(p.*)::int as rows from account a
        left join posting p on p.book_id = a.book_id and p.account_id = a.id
      where a.book_id = ${home.book} group by a.book_id, a.id`;
    const path = await upload(large(), '');
    await startWorker();
    await seen(path, 'A new account: Everyday account (EUR)');
    expect(await accounts()).toEqual([]);
    await pressImport(path);
    await seen(path, 'Rows of the file');
    expect(await accounts()).toEqual([{ name: 'Everyday account', rows: ROWS }]);
  });

  it('is read and imported by a worker, while its page tells how far that is', async () => {
    const many = large(6_000, 'Card payment', REST.slice(0, 400));
    const path = await upload(many);
    expect(await textOf(path)).toMatch(/Reading large\.csv It waits for its turn\./);
    const { body } = await home.ada.get(path);
    expect(body).toContain('<noscript><meta http-equiv="refresh" content="2"></noscript>');
    const events = home.ada.get(`${path}/progress`);
    await startWorker();
    const { body: stream, headers } = await events;
    expect(headers['content-type']).toBe('text/event-stream');
    expect(stream).toContain('data: {"done":0,"total":0,"said":"It waits for its turn."}');
    expect(stream.endsWith('event: over\ndata:\n\n')).toBe(true);

    const draft = await textOf(path);
    expect(draft).toContain('Import 6,000 rows');
    expect(draft).toContain('5,900 more');
    expect(draft).not.toContain('It was read again');
    expect(await traces()).toEqual(noTrace);

    await pressImport(path);
    const imported = await home.ada.get(`${path}/progress`);
    await seen(path, 'Imported');
    expect(imported.body).toMatch(/data: \{"done":[24]000,"total":6000,"said":"[\d,]+ of 6,000 rows"\}/);
    expect(await lines()).toEqual([{ n: 6_000 }]);
    expect(await jobs()).toEqual([{ kind: 'import-file', attempts: 1, ended: true, error: null }]);
    const [book] = await home.rows`select version from book where id = ${home.book}`;
    const [act] = await home.rows`select person_id, title from act where kind = 'import'`;
    expect(act).toEqual({ person_id: home.ada.person, title: 'large.csv' });
    expect(Number(book?.['version'])).toBeGreaterThan(0);

    const again = await upload(many);
    await seen(again, '6,000 already here');
    await press(path, `${home.path}/activity/${await newestAct()}/undo`);
    expect(await lines()).toEqual(nothing);
  });

  it('of one of two accounts at a bank goes where it says, whichever had one last', async () => {
    const other = await home.account('Other');
    const ofAccount = (id: string, day: string, rest = '') =>
      `Date,Payee,Amount,Account,Rest\n${day},Shop,-1.00,${id},\n${rest}`;
    const small = async (id: string, account: string) => {
      const files = [{ name: 'small.csv', bytes: ofAccount(id, '1989-01-01') }];
      const { headers } = await home.ada.upload(
        `${home.path}/imports`,
        { key: randomUUID(), account },
        files,
      );
      await pressImport(String(headers.location));
    };
    await small('DE-1', bank.id);
    await small('DE-2', other.id);
    const rest = `1989-01-03,Shop,-2.00,DE-1,${REST}\n`.repeat(ROWS);
    const path = await upload(ofAccount('DE-1', '1989-01-02', rest), '');
    await startWorker();
    await seen(path, /Import [\d,]+ rows/);
    expect(findForm((await home.ada.get(path)).body, path)).toMatchObject({ to: bank.id });
  });

  it('that is stopped before its turn is not read, until somebody wants that', async () => {
    const path = await upload();
    await stop(path);
    expect(await textOf(path)).toContain('This file is large, and was not read yet.');
    expect(await jobs()).toEqual([]);
    await press(path, path, { intent: 'read' });
    await startWorker();
    await seen(path, `Import ${counted} rows`);
  });

  it('leaves nothing when it is stopped in the middle', async () => {
    const path = await readByWorker();
    const { lock } = await stuckImport(path);
    await stop(path);
    expect(await textOf(path)).toContain('It is being stopped.');
    await lock.release();
    await seen(path, `Import ${counted} rows`);
    expect(await traces()).toEqual(noTrace);
    expect(await jobs()).toEqual([]);
  });

  it('leaves nothing when its worker is killed in the middle, and comes in once by the next', async () => {
    const path = await readByWorker();
    const { lock, worker } = await stuckImport(path);
    await endProcess(worker, 'SIGKILL');
    await lock.release();
    await expect.poll(traces, patient).toEqual(noTrace);
    expect(await textOf(path)).toContain('Importing large.csv');
    await makeJobsDue(home);
    await startWorker();
    await seen(path, 'Imported');
    expect(await lines()).toEqual([{ n: ROWS }]);
    expect((await jobs()).at(-1)).toEqual({ kind: 'import-file', attempts: 2, ended: true, error: null });
  });

  it('is done before its worker ends that is told to stop, as the process that does it is', async () => {
    const path = await readByWorker();
    const { lock, worker } = await stuckImport(path);
    const group = worker.process.pid ?? 0;
    for (const pid of [...(await childrenOf(group)), group]) process.kill(pid, 'SIGTERM'); // as a Ctrl-C does
    await worker.says('draining');
    await lock.release();
    expect(await worker.ended).toEqual([0, null]);
    expect(await lines()).toEqual([{ n: ROWS }]);
    expect((await jobs()).at(-1)).toEqual({ kind: 'import-file', attempts: 1, ended: true, error: null });
  });

  it('goes back to the queue at once where its worker has to stop before, and leaves nothing', async () => {
    const path = await readByWorker();
    const { lock, worker } = await stuckImport(path);
    await endProcess(worker); // after the time that it has
    expect(await traces()).toEqual(noTrace);
    expect((await jobs()).at(-1)).toMatchObject({ attempts: 0, ended: false, error: null });
    await lock.release();
    await startWorker();
    await seen(path, 'Imported');
    expect((await jobs()).at(-1)).toEqual({ kind: 'import-file', attempts: 1, ended: true, error: null });
  });

  it('that two tabs import at once goes in once', async () => {
    const worker = await startWorker();
    const path = await readByWorker(worker);
    const form = findForm((await home.ada.get(path)).body, path) ?? {};
    const tab = () => home.ada.post(path, { ...form, key: randomUUID(), intent: 'import' });
    for (const { statusCode } of await Promise.all([tab(), tab()])) expect(statusCode).toBe(303);
    await seen(path, 'Imported');
    const [again] = await Promise.all([upload(), upload()]);
    await seen(again ?? '', `${counted} already here`);
    expect(await lines()).toEqual([{ n: ROWS }]);
  });

  it('keeps a short import of the same book waiting for seconds only', async () => {
    const path = await readByWorker();
    const { lock } = await stuckImport(path);
    const short = await home.ada.upload(`${home.path}/imports`, { key: randomUUID(), account: bank.id }, [
      { name: 'short.csv', bytes: 'Date,Payee,Amount\n2026-01-15,Kiosk,-1.00' },
    ]);
    const { body } = await home.ada.get(String(short.headers.location));
    const form = findForm(body, String(short.headers.location)) ?? {};
    const refused = await home.ada.post(String(short.headers.location), { ...form, intent: 'import' });
    expect(refused.statusCode).toBe(503);
    expect(refused.body).toContain('A large file is being imported into this book just now.');
    await lock.release();
    await seen(path, 'Imported');
    await pressImport(String(short.headers.location));
    expect(await lines()).toEqual([{ n: ROWS + 1 }]);
  });

  it('is asked about as a small one is, and read again with the answer', async () => {
    await startWorker();
    const text = large().replaceAll(/^(\d{4})-(\d\d)-\d\d/gm, '05/$2/$1');
    const path = await upload(text);
    await seen(path, 'In which order do the dates stand?');
    await press(path, path, { intent: 'read', dateOrder: '"DMY"' });
    await seen(path, `Import ${counted} rows`);
  });
});

describe('a large file of a program', () => {
  it('makes no account, in a book without any', async () => {
    home = await household({ logLevel: 'error' });
    const headers = { authorization: `Bearer ${await makeToken(home.ada)}`, 'content-type': 'text/csv' };
    const request = { method: 'POST', url: '/api/v1/imports', headers, payload: large() } as const;
    const sent = await home.app.inject(request);
    expect(sent.statusCode).toBe(202);
    await startWorker();
    const answer = async () =>
      (await home.app.inject({ url: String(sent.headers.location), headers })).json();
    await expect.poll(answer, patient).toMatchObject({
      state: 'ready',
      added: 0,
      statements: [{ status: 'ask', problems: [{ line: null }] }],
    });
    expect(await home.rows`select from account where book_id = ${home.book}`).toEqual([]);
  });

  it('is answered at once, and comes in once, with its counts to ask for', async () => {
    const headers = { authorization: `Bearer ${await makeToken(home.ada)}`, 'content-type': 'text/csv' };
    const send = (more = '') =>
      home.app.inject({
        method: 'POST',
        url: `/api/v1/imports?account=${bank.id}${more}`,
        headers,
        payload: large(),
      });
    const dry = await send('&dryRun=true');
    expect([dry.statusCode, dry.json()]).toEqual([
      202,
      { import: expect.any(String), state: 'waiting', done: 0, total: 0 },
    ]);
    const address = String(dry.headers.location);
    const ask = async () => (await home.app.inject({ url: address, headers })).json();
    expect(await ask()).toMatchObject({ state: 'waiting' });
    await startWorker();
    const counts = { new: ROWS, known: 0, similar: 0, deleted: 0 };
    const statement = { status: 'import', account: null, questions: [], problems: [] };
    await expect
      .poll(ask, patient)
      .toMatchObject({ state: 'ready', added: 0, statements: [{ ...statement, counts }] });
    expect(await lines()).toEqual(nothing);
    expect((await send()).headers.location).toBe(address);
    await expect.poll(ask, patient).toMatchObject({ state: 'done', added: ROWS, statements: [{ counts }] });
    expect(await lines()).toEqual([{ n: ROWS }]);
    const again = await send();
    const later = async () =>
      (await home.app.inject({ url: String(again.headers.location), headers })).json();
    const known = { new: 0, known: ROWS, similar: 0, deleted: 0 };
    await expect
      .poll(later, patient)
      .toMatchObject({ state: 'ready', added: 0, statements: [{ counts: known }] });
    expect(await lines()).toEqual([{ n: ROWS }]);
    const unknown = await home.app.inject({ url: `/api/v1/imports/${home.book}`, headers });
    expect(unknown.statusCode).toBe(404);
  });
});

describe.skipIf(noSmallDisk)(`a disk that is full${noSmallDisk}`, () => {
  it('leaves nothing of a large file, says so, and the next try brings all of it', async () => {
    const path = await readByWorker(undefined, large(6_000, REST.slice(0, 400), ''));
    const disk = await onSmallDisk(home.rows, 'import_row', 4);
    await pressImport(path);
    await startWorker();
    await seen(
      path,
      'There is no room left to keep anything. Nothing was changed; whoever runs this app has to make room.',
    );
    expect(await textOf(path)).toContain('It is tried again:');
    expect(await traces()).toEqual(noTrace);
    expect((await home.ada.get('/health')).statusCode).toBe(200);
    expect(await textOf(`${home.path}/transactions`)).toContain('Bank');
    disk.grow(64);
    await makeJobsDue(home);
    await seen(path, 'Imported');
    expect(await lines()).toEqual([{ n: 6_000 }]);
  });

  it('leaves nothing of a short file, says so, and the same press again brings it', async () => {
    const { headers } = await home.ada.upload(
      `${home.path}/imports`,
      { key: randomUUID(), account: bank.id },
      [{ name: 'short.csv', bytes: large(10_000, 'Card payment', '') }],
    );
    const path = String(headers.location);
    const form = findForm((await home.ada.get(path)).body, path) ?? {};
    const disk = await onSmallDisk(home.rows, 'import_row', 2);
    const full = await home.ada.post(path, { ...form, intent: 'import' });
    expect(full.statusCode).toBe(503);
    expect(full.body).toContain('There is no room left to keep anything.');
    expect(await traces()).toEqual(noTrace);
    expect(await textOf(path)).toContain('Import 10,000 rows');
    disk.grow(64);
    expect((await home.ada.post(path, { ...form, intent: 'import' })).headers.location).toBe(path);
    expect(await lines()).toEqual([{ n: 10_000 }]);
  });
});

async function newestAct(): Promise<string> {
  const [act] = await home.rows<{ id: string }[]>`select id from act order by id desc limit 1`;
  return act?.id ?? '';
}
