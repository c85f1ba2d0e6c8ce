import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { recallAccounts } from '../../imports/remembered-answers-and-accounts.ts';
import { putUndoJob } from '../../imports/request-and-cancel-worker-jobs.ts';
import { runImport } from '../../imports/run-import.ts';
import type { Tell } from '../../ledger/batches-with-progress.ts';
import { undoAct } from '../../ledger/undo.ts';
import { actOfImport } from '../../testing/act-of-import.ts';
import { findForm } from '../../testing/form-fields-by-action.ts';
import { type Household, household } from '../../testing/household.ts';
import { patient, startWorkerOf } from '../../testing/household-worker-and-jobs.ts';
import { importOf } from '../../testing/parsed-statement-and-import-request.ts';
import { spentOn } from '../../testing/spent-entry.ts';
import { textOfPage } from '../../testing/text-of-main-element.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

const camt = readFileSync(
  new URL('../../bank-files/testing/fixtures/camt-05-two-accounts.xml', import.meta.url),
);

async function bring({ ada, path }: Household, bytes: Uint8Array | string = camt): Promise<string> {
  const sent = await ada.upload(`${path}/imports`, { key: randomUUID(), account: '' }, [
    { name: 'bank', bytes },
  ]);
  return String(sent.headers.location);
}

const accountsIn = ({ rows, book }: Household) => rows`
  select a.name, a.kind, a.currency, a.opened_on as opened, coalesce(sum(p.amount_minor), 0)::int as held
  from account a left join posting p on p.book_id = a.book_id and p.account_id = a.id
  where a.book_id = ${book} group by a.book_id, a.id order by a.name`;

describe('the first file of a book', () => {
  it('makes the accounts that it is of, which then hold what the bank says', async () => {
    const home = await household();
    const { ada } = home;
    const draft = await bring(home);
    const { body } = await ada.get(draft);
    const words = unescapeMarkup(body);
    expect(words).toContain('A new account: NL00TEST0000000001 (EUR)');
    expect(words).toContain('The file ends with €5.00, and so does the account here.');
    expect(words).toContain('Import 2 rows');
    expect(await accountsIn(home)).toEqual([]);
    const form = { ...findForm(body, draft), intent: 'import' };
    for (const _press of [1, 2]) expect((await ada.post(draft, form)).headers.location).toBe(draft);
    expect(await accountsIn(home)).toEqual([
      { name: 'NL00TEST0000000001', kind: 'bank', currency: 'EUR', opened: '2026-01-10', held: 500 },
      { name: 'NL00TEST0000000002', kind: 'bank', currency: 'EUR', opened: '2026-01-11', held: 700 },
    ]);
    const page = (await ada.get(draft)).body;
    expect(page).toContain('Rows of the file');
    expect(page.match(/class="card list"/g), 'one list of accounts, one of rows').toHaveLength(2);
  });

  it('makes none that is left out, and none when it is discarded', async () => {
    const home = await household();
    const { ada } = home;
    const draft = await bring(home);
    const shown = findForm((await ada.get(draft)).body, draft);
    const [first = ''] = [shown?.['to'] ?? []].flat();
    await ada.post(draft, { ...shown, to: [first, 'out'], intent: 'read' });
    await ada.post(draft, { ...findForm((await ada.get(draft)).body, draft), intent: 'import' });
    expect((await accountsIn(home)).map(({ name }) => name)).toEqual(['NL00TEST0000000001']);

    const other = await household();
    const waiting = await bring(other);
    await other.ada.get(waiting);
    await other.ada.post(`${waiting}/discard`, { key: randomUUID() });
    expect(await accountsIn(other)).toEqual([]);
  });

  it('goes into an account that is there, or into a new one where that is chosen', async () => {
    const home = await household();
    const { ada } = home;
    await home.account('Bank');
    const draft = await bring(home, 'Date,Payee,Amount\n2026-01-15,Shop,-1.00');
    const { body } = await ada.get(draft);
    expect(body).toContain('Choose the account that these rows belong to.');
    const offered = /<option value="([^"]+)">A new account: Everyday account/.exec(body)?.[1] ?? '';
    await ada.post(draft, { ...findForm(body, draft), to: offered, intent: 'read' });
    await ada.post(draft, { ...findForm((await ada.get(draft)).body, draft), intent: 'import' });
    expect(await accountsIn(home)).toMatchObject([
      { name: 'Bank', held: 0 },
      { name: 'Everyday account', held: -100 },
    ]);
  });
});

describe('the undo of the first file of a book', () => {
  let home: Household;
  let path: string;
  beforeEach(async () => {
    home = await household({ logLevel: 'error' });
    path = await bring(home);
    await home.ada.post(path, { ...findForm((await home.ada.get(path)).body, path), intent: 'import' });
  });
  const words = async (page = path) => textOfPage((await home.ada.get(page)).body);
  const names = async () => (await accountsIn(home)).map(({ name }) => name);
  const press = async () => {
    const { body } = await home.ada.get(path);
    const [, action = ''] = /action="([^"]*\/undo)"/.exec(body) ?? [];
    return (await home.ada.post(action, findForm(body, action) ?? {})).statusCode;
  };
  const put = async () => {
    const act = await actOfImport(home, path.slice(-36));
    await home.write((sql) => putUndoJob(sql, home.book, act, 0));
  };
  const rowsIn = () => home.rows`select count(*)::int as n from transaction where book_id = ${home.book}`;

  it.each([
    'within a request',
    'by a worker',
  ])('takes the accounts that it made %s, and its undo brings them back', async (way) => {
    const before = [await accountsIn(home), await rowsIn()];
    const undo = way === 'by a worker' ? put : press;
    if (undo === put) await startWorkerOf(home);
    await undo();
    await expect.poll(words, patient).toContain('undone since');
    expect([await accountsIn(home), await rowsIn()]).toEqual([[], [{ n: 0 }]]);
    expect(await words()).toMatch(/NL00TEST0000000001 .*Not here any more .*€5\.00/);
    expect(await words(`${home.path}/imports`)).toContain('NL00TEST0000000001');
    await undo();
    await expect.poll(async () => [await accountsIn(home), await rowsIn()], patient).toEqual(before);
    const again = await bring(home);
    expect((await words(again)).match(/1 already here/g)).toHaveLength(2);
  });

  it('lets the same file come again, as the first', async () => {
    expect(await press()).toBe(303);
    const again = await bring(home);
    expect(again).not.toBe(path);
    expect(await words(again)).toContain('A new account: NL00TEST0000000001 (EUR)');
    await home.ada.post(again, { ...findForm((await home.ada.get(again)).body, again), intent: 'import' });
    expect(await names()).toEqual(['NL00TEST0000000001', 'NL00TEST0000000002']);
    expect(await press()).toBe(409); // the accounts of the first have their names taken
    expect(await names()).toEqual(['NL00TEST0000000001', 'NL00TEST0000000002']);
    expect(await rowsIn()).toEqual([{ n: 3 }]);
  });

  it('leaves an account that is in use with its opening balance, and one that was changed', async () => {
    const [{ id = '' } = {}] = await home.rows<
      { id: string }[]
    >`select id from account where name = 'NL00TEST0000000001'`;
    const account = { id, currency: 'EUR' };
    await home.enter(spentOn(account, await home.category('Groceries'), 100n, { bookedOn: '2026-02-01' }));
    await home.rows`update account set name = 'Savings' where name = 'NL00TEST0000000002'`;
    const opening = () => home.rows`select count(*)::int as n from transaction where kind = 'opening'`;
    const before = await opening();
    expect(await press()).toBe(200);
    expect(await names()).toEqual(['NL00TEST0000000001', 'Savings']);
    expect(await opening()).toEqual(before);
    expect(await words()).toContain('undone since');
  });
});

describe('an import with an account of its own, undone and brought back', () => {
  let home: Household;
  let account: string;
  let first: string;
  beforeEach(async () => {
    home = await household();
    account = randomUUID();
    const made = {
      id: account,
      named: '',
      name: 'A',
      kind: 'bank',
      currency: 'EUR',
      openedOn: '2026-01-10',
      opening: 1000n,
    } as const;
    first = await take(['2026-01-10 -5.00 Shop', '2026-01-11 7.00 Boss'], { newAccounts: [made] });
  });
  const take = async (rows: readonly string[], more = {}) => {
    const done = await home.write((sql) =>
      runImport(sql, home.book, home.ada.person, importOf(account, rows, more)),
    );
    return done.status === 'done' ? done.import : done.status;
  };
  const undo = async (id: string, tell?: Tell) => {
    const act = await actOfImport(home, id);
    return home.write((sql) => undoAct(sql, home.book, act, tell));
  };
  const kinds = () => home.rows`
    select kind, count(*)::int as n from transaction where book_id = ${home.book} group by kind order by kind`;
  const opening = { kind: 'opening', n: 1 };

  it.each([
    ['was renamed since', () => home.rows`update account set name = 'Savings' where id = ${account}`, []],
    ['has rows of another import', () => take(['2026-02-01 -3.00 Late']), [{ kind: 'spent', n: 1 }]],
  ])('loses its rows again where the account %s, which stays with its opening balance', async (_why, change, left) => {
    for (const _time of ['taken', 'back']) await undo(first);
    await change();
    expect(await undo(first)).toMatchObject({ left: [{ title: expect.stringMatching(/A|Savings/) }] });
    expect(await kinds()).toEqual([opening, ...left]);
  });

  it.each([
    ['was renamed since', () => home.rows`update account set name = 'Savings' where id = ${account}`],
    ['has rows of another import', () => take(['2026-02-01 -3.00 Late'])],
  ])('loses its rows once, by the first undo and by a later one, where the account %s', async (_why, change) => {
    await change();
    for (const _time of ['taken', 'back', 'taken again']) {
      const told: string[] = [];
      await undo(first, async (done, total) => void (done > 0 && told.push(`${done} of ${total}`)));
      expect(told).toEqual([...new Set(told)]);
      expect(told.join()).toMatch(/2 of 2|3 of 3/);
    }
  });

  it('loses its account, too, where the rows of another import go while it waits for its turn', async () => {
    const second = await take(['2026-02-01 -3.00 Late']);
    const act = await actOfImport(home, second);
    let waiting: Promise<unknown> | undefined;
    await home.write(async (sql) => {
      await undoAct(sql, home.book, act);
      waiting = undo(first, async () => {});
      await setTimeout(500);
    });
    expect(await waiting).toMatchObject({ left: [] });
    expect(await kinds()).toEqual([]);
    expect(await accountsIn(home)).toEqual([]);
  });

  it('remembers how its file was read', async () => {
    const mappings = () => home.read((sql) => recallAccounts(sql, home.book, 'csv-of-one-bank'));
    expect(await mappings()).toEqual({ '': account });
    await undo(first);
    expect(await mappings()).toEqual({});
    await undo(first);
    expect(await mappings()).toEqual({ '': account });
  });

  it('has another import of the account come back after it, and not before, a row of zero included', async () => {
    const second = await take(['2026-02-01 -3.00 Late', '2026-02-02 0.00 Zero']);
    await undo(second);
    await undo(first);
    expect(await undo(second)).toMatchObject({ act: null, count: 0 });
    await undo(first);
    await undo(second);
    expect(await home.rows`select from import_row where forgotten`).toEqual([]);
    expect((await kinds()).map((row) => row['n']).reduce((sum, n) => sum + n, 0)).toBe(4);
  });
});
