import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from '../database/connect.ts';
import { changeAccount, closeAccount } from '../features/accounts/change-close-and-reopen-account.ts';
import { changeBook } from '../features/books/store.ts';
import { addCategory, renameCategory } from '../features/categories/add-and-rename-category.ts';
import { connectAsSuperuser } from '../testing/connect-as-superuser.ts';
import { type Household, household } from '../testing/household.ts';
import { spentOn } from '../testing/spent-entry.ts';
import { opened } from '../testing/start-app.ts';
import { audit } from './audit-trail.ts';
import { acted } from './begin-and-list-acts.ts';
import type { Entry, Money } from './entry-to-postings.ts';
import { findTransaction } from './read-transactions-with-postings.ts';
import { undoAct } from './undo.ts';
import { addTransaction, deleteTransaction, EditConflict, editTransaction } from './write-transaction.ts';

let home: Household;
let bank: Money;
let food: string;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  food = await home.category('Groceries');
});

const spent = (amount: bigint, payee = 'Green Grocer') => spentOn(bank, food, amount, { payee });

/** Runs work as one act; returns its id. */
async function doing(work: Parameters<typeof acted>[0]): Promise<string> {
  const act = await home.write(acted(work));
  if (act === '') throw new Error('nothing was written');
  return act;
}
const undo = (act: string) => home.write((sql) => undoAct(sql, home.book, act));
const find = (id: string) => home.read((sql) => findTransaction(sql, home.book, id));
const remove = (id: string, version: number) =>
  doing((sql) => deleteTransaction(sql, home.book, id, version));

describe('undoing', () => {
  it('brings back what was deleted, one version on', async () => {
    const id = await home.enter({
      ...spent(100n),
      account: { ...bank, state: 'pending', bankDay: '2025-11-24' },
      note: 'for the party',
    } as Entry);
    const before = await find(id);
    const deletion = await remove(id, 1);
    expect(await find(id)).toBeUndefined();
    expect(await undo(deletion)).toMatchObject({ count: 1, left: [] });
    expect(await find(id)).toEqual({ ...before, version: 2 });
  });

  it('takes away what was added, and turns back what was changed', async () => {
    const added = await doing((sql) => addTransaction(sql, home.book, home.ada.person, spent(100n)));
    expect(await undo(added)).toMatchObject({ count: 1 });
    const id = await home.enter(spent(100n));
    const edit = await doing((sql) => editTransaction(sql, home.book, id, 1, spent(250n, 'Corner Shop')));
    await undo(edit);
    expect(await find(id)).toMatchObject({
      payee: 'Green Grocer',
      version: 3,
      postings: [{ amount: -100n }, { amount: 100n }],
    });
  });

  it('can be undone itself, and that too', async () => {
    const id = await home.enter(spent(100n));
    const acts = [await remove(id, 1)];
    for (const there of [true, false, true]) {
      const { act } = await undo(acts.at(-1) ?? '');
      acts.push(act ?? '');
      expect((await find(id)) !== undefined).toBe(there);
    }
  });

  it('does nothing the second time, nor for two at once more than once', async () => {
    const id = await home.enter(spent(100n));
    const deletion = await remove(id, 1);
    const both = await Promise.all([undo(deletion), undo(deletion)]);
    expect(both.map(({ count }) => count).sort()).toEqual([0, 1]);
    expect(await undo(deletion)).toEqual({ act: null, count: 0, left: [] });
  });

  it('names and leaves what was edited since', async () => {
    const id = await home.enter(spent(100n));
    const edit = await doing((sql) => editTransaction(sql, home.book, id, 1, spent(250n)));
    await doing((sql) => editTransaction(sql, home.book, id, 2, spent(300n, 'Later')));
    expect(await undo(edit)).toEqual({
      act: null,
      count: 0,
      left: [{ title: 'Green Grocer', why: 'edited' }],
    });
    expect(await find(id)).toMatchObject({ payee: 'Later', version: 3 });
  });

  it('names and leaves what is on an account that was closed since', async () => {
    const purse = await home.account('Purse');
    const enter = async (amount: bigint) => {
      const entry = { ...spent(amount, 'From the purse'), account: purse } as Entry;
      return doing((sql) => addTransaction(sql, home.book, home.ada.person, entry));
    };
    const act = await enter(100n);
    await enter(-100n);
    await doing((sql) => closeAccount(sql, home.book, purse.id, '2025-11-30'));
    expect(await undo(act)).toEqual({
      act: null,
      count: 0,
      left: [{ title: 'From the purse', why: 'closed' }],
    });
  });

  it('puts back some rows of an act, and leaves the others', async () => {
    const act = await doing(async (sql) => {
      for (const payee of ['One', 'Two', 'Three'])
        await addTransaction(sql, home.book, home.ada.person, spent(100n, payee));
    });
    const [two] = await home.read(
      (sql) => sql<{ id: string }[]>`select id from transaction where payee = 'Two'`,
    );
    await doing((sql) => editTransaction(sql, home.book, two?.id ?? '', 1, spent(101n, 'Two')));
    expect(await undo(act)).toMatchObject({ count: 2, left: [{ title: 'Two', why: 'edited' }] });
    const there = await home.read(
      (sql) => sql`select payee from transaction where payee in ('One', 'Two', 'Three')`,
    );
    expect(there).toEqual([{ payee: 'Two' }]);
  });

  it('turns accounts and categories back, and takes new ones away that nothing is on', async () => {
    const { id } = await home.account('Old name');
    const renamed = await doing((sql) => changeAccount(sql, home.book, id, { name: 'New name' }));
    await undo(renamed);
    const named = () => home.read((sql) => sql`select name from account where id = ${id}`);
    expect(await named()).toEqual([{ name: 'Old name' }]);

    let category = '';
    const fresh = { name: 'Fresh', kind: 'spent', parent: null } as const;
    const added = await doing(async (sql) => {
      category = await addCategory(sql, home.book, fresh);
    });
    const later = await doing((sql) => renameCategory(sql, home.book, category, 'Fresher'));
    expect(await undo(added)).toMatchObject({ count: 0, left: [{ title: 'Fresh', why: 'edited' }] });
    await undo(later);
    const on = { ...spent(5n), lines: [{ category, amount: 5n, note: '' }] } as Entry;
    const used = await doing((sql) => addTransaction(sql, home.book, home.ada.person, on));
    expect(await undo(added)).toMatchObject({ count: 0, left: [{ title: 'Fresh', why: 'used' }] });
    await undo(used);
    const gone = await undo(added);
    expect(gone).toMatchObject({ count: 1, left: [] });
    await undo(gone.act ?? '');
    const back = await home.read((sql) => sql`select name from category where id = ${category}`);
    expect(back).toEqual([{ name: 'Fresh' }]);
  });

  it('restores every column of a row, also one that came with a later migration', async () => {
    await home.rows`alter table account add column later text not null default ''`;
    const { id } = await home.account('Numbered');
    const numbered = await doing(async (sql) => {
      const [row] = await sql<{ before: object; after: object }[]>`
        update account set later = '12' where id = ${id}
        returning to_jsonb(old) as before, to_jsonb(new) as after`;
      await audit(sql, { action: 'edit', subject: 'account', id, ...row });
    });
    const later = () => home.read((sql) => sql`select later from account where id = ${id}`);
    const undone = await undo(numbered);
    expect(await later()).toEqual([{ later: '' }]);
    await undo(undone.act ?? '');
    expect(await later()).toEqual([{ later: '12' }]);
  });

  it('names and leaves what is on a category that was taken away since', async () => {
    let category = '';
    const short = { name: 'Short-lived', kind: 'spent', parent: null } as const;
    const made = await doing(async (sql) => {
      category = await addCategory(sql, home.book, short);
    });
    const id = await home.enter({ ...spent(5n), lines: [{ category, amount: 5n, note: '' }] } as Entry);
    const sorted = await doing((sql) => editTransaction(sql, home.book, id, 1, spent(5n)));
    const gone = await undo(made);
    expect(gone).toMatchObject({ count: 1 });
    expect(await undo(sorted)).toEqual({
      act: null,
      count: 0,
      left: [{ title: 'Green Grocer', why: 'gone' }],
    });
    await undo(gone.act ?? '');
    expect(await undo(sorted)).toMatchObject({ count: 1, left: [] });
  });

  it('names and leaves what has a name that was given away since, or a category above it that is gone', async () => {
    const { id } = await home.account('First name');
    const renamed = await doing((sql) => changeAccount(sql, home.book, id, { name: 'Second name' }));
    await home.account('first NAME');
    expect(await undo(renamed)).toMatchObject({ count: 0, left: [{ title: 'Second name', why: 'taken' }] });

    let above = '';
    const upper = { name: 'Upper', kind: 'spent', parent: null } as const;
    const added = await doing(async (sql) => {
      above = await addCategory(sql, home.book, upper);
    });
    const lower = { name: 'Lower', kind: 'spent', parent: above } as const;
    const below = await undo(await doing((sql) => addCategory(sql, home.book, lower)));
    await undo(added);
    expect(await undo(below.act ?? '')).toMatchObject({ count: 0, left: [{ title: 'Lower', why: 'gone' }] });
  });

  it('leaves no act behind where nothing was put back', async () => {
    const id = await home.enter(spent(100n));
    const edit = await doing((sql) => editTransaction(sql, home.book, id, 1, spent(250n)));
    await remove(id, 2);
    const acts = () => home.read((sql) => sql`select id from act`);
    const before = await acts();
    expect(await undo(edit)).toMatchObject({ act: null, count: 0 });
    expect(await acts()).toEqual(before);
  });

  it('turns the name and the calendar of a book back', async () => {
    const before = { name: 'Ours', timeZone: 'Asia/Tokyo', monthStart: 10, weekStart: 7 };
    await home.write((sql) => changeBook(sql, home.book, before));
    const change = { name: 'Theirs', timeZone: 'Europe/Rome', monthStart: 20, weekStart: 6 };
    const changed = await doing((sql) => changeBook(sql, home.book, change));
    expect(await undo(changed)).toMatchObject({ count: 1, left: [] });
    const stored = await home.read(
      (sql) =>
        sql`select name, zone as "timeZone", month_start as "monthStart", week_start as "weekStart" from book where id = ${home.book}`,
    );
    expect(stored).toEqual([before]);
  });

  it('takes an account away together with its opening balance, in one act', async () => {
    const response = await home.ada.post(`${home.path}/accounts`, {
      ...{
        key: randomUUID(),
        name: 'Safe',
        kind: 'cash',
        currency: 'EUR',
        openedOn: '2025-01-01',
        opening: '70',
      },
      direction: 'have',
    });
    const act = new URL(response.headers.location ?? '', 'http://here').searchParams.get('act') ?? '';
    expect(await undo(act)).toMatchObject({ count: 2, left: [] });
    expect(await home.read((sql) => sql`select from account where name = 'Safe'`)).toEqual([]);
  });

  it('leaves an account that is used or was changed since together with its opening balance', async () => {
    const open = async (name: string) => {
      const details = {
        kind: 'cash',
        currency: 'EUR',
        openedOn: '2025-01-01',
        opening: '70',
        direction: 'have',
      };
      const made = await home.ada.post(`${home.path}/accounts`, { key: randomUUID(), name, ...details });
      const act = new URL(made.headers.location ?? '', 'http://here').searchParams.get('act') ?? '';
      const [row] = await home.rows<{ id: string }[]>`select id from account where name = ${name}`;
      return { act, account: { id: row?.id ?? '', currency: 'EUR' } };
    };
    const balance = async (id: string) => {
      const [row] = await home.rows<{ sum: bigint }[]>`
        select sum(amount_minor) as sum from posting where account_id = ${id}`;
      return row?.sum;
    };
    const till = await open('Till');
    await doing((sql) =>
      addTransaction(sql, home.book, home.ada.person, { ...spent(500n), account: till.account } as Entry),
    );
    expect(await undo(till.act)).toEqual({ act: null, count: 0, left: [{ title: 'Till', why: 'used' }] });
    expect(await balance(till.account.id)).toBe(6500n);

    const box = await open('Box');
    await doing((sql) => changeAccount(sql, home.book, box.account.id, { name: 'Tin' }));
    expect(await undo(box.act)).toMatchObject({ count: 0, left: [{ title: 'Box', why: 'edited' }] });
    expect(await balance(box.account.id)).toBe(7000n);
  });

  it("knows nothing of another book's acts", async () => {
    const id = await home.enter(spent(100n));
    const deletion = await remove(id, 1);
    const eve = await home.signedIn('Eve');
    const change = { book: opened(eve), key: randomUUID() };
    const nothing = { act: null, count: 0, left: [] };
    expect(await home.database.write(change, (sql) => undoAct(sql, eve.book, deletion))).toEqual(nothing);
    expect(
      await home.database.write({ ...change, key: randomUUID() }, (sql) => undoAct(sql, home.book, deletion)),
    ).toEqual(nothing);
  });

  it('makes a form from before meet a conflict', async () => {
    const id = await home.enter(spent(100n));
    await undo(await remove(id, 1));
    const late = home.write((sql) => editTransaction(sql, home.book, id, 1, spent(1n)));
    await expect(late).rejects.toBeInstanceOf(EditConflict);
  });
});

it('leaves the sums that the surviving changes make, whatever is done and undone', {
  timeout: 300_000,
}, async () => {
  const own = await household();
  const purse = await own.account('Purse');
  const groceries = await own.category('Groceries');
  const entry = (amount: number): Entry => ({
    ...{ bookedOn: '2025-11-21', payee: `${amount}`, note: '', kind: 'spent', account: purse },
    lines: [{ category: groceries, amount: BigInt(amount), note: '' }],
  });
  const what = fc.constantFrom('add', 'edit', 'delete', 'undo', 'undo');
  const step = fc.record({ what, which: fc.nat(), amount: fc.integer({ min: 1, max: 1000 }) });
  /** Amount of a row, if it exists, and the act that last changed it. */
  interface Row {
    amount: number | null;
    act: string;
    version: number;
  }
  const editedToTheSame = (['add', 'edit', 'delete'] as const).map((what) => ({
    what,
    which: 0,
    amount: 999,
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const rows = new Map<string, Row>();
      const acts: { id: string; row: string; was: number | null; undone: boolean }[] = [];
      const started = await sumOf();
      const does = async (row: string, amount: number | null, work: Parameters<typeof acted>[0]) => {
        const before = rows.get(row);
        const id = (await own.write(acted(work))) ?? '';
        if (amount === before?.amount) return expect(id).toBe(''); // an edit without a difference is no act
        rows.set(row, {
          amount,
          act: id,
          version: amount === null ? (before?.version ?? 0) : (before?.version ?? 0) + 1,
        });
        acts.push({ id, row, was: before?.amount ?? null, undone: false });
      };
      for (const { what, which, amount } of steps) {
        const there = [...rows].filter(([, row]) => row.amount !== null);
        const [id, row] = there[which % Math.max(there.length, 1)] ?? [];
        if (what === 'add') {
          let made = '';
          const act = await own.write(
            acted(async (sql) => {
              made = await addTransaction(sql, own.book, own.ada.person, entry(amount));
            }),
          );
          rows.set(made, { amount, act: act ?? '', version: 1 });
          acts.push({ id: act ?? '', row: made, was: null, undone: false });
        } else if (what === 'undo') {
          const act = acts[which % Math.max(acts.length, 1)];
          const touched = act && rows.get(act.row);
          if (!act || !touched) continue;
          const may = !act.undone && touched.act === act.id;
          const done = await own.write((sql) => undoAct(sql, own.book, act.id));
          expect(done.count).toBe(may ? 1 : 0);
          if (!may) continue;
          act.undone = true;
          acts.push({ id: done.act ?? '', row: act.row, was: touched.amount, undone: false });
          const version = act.was === null ? touched.version : touched.version + 1;
          rows.set(act.row, { amount: act.was, act: done.act ?? '', version });
        } else if (id !== undefined && row) {
          if (what === 'edit') {
            await does(id, amount, (sql) => editTransaction(sql, own.book, id, row.version, entry(amount)));
          } else {
            await does(id, null, (sql) => deleteTransaction(sql, own.book, id, row.version));
          }
        }
      }
      const wanted = [...rows.values()].reduce((sum, row) => sum - BigInt(row.amount ?? 0), started);
      expect(await sumOf()).toBe(wanted);
    }),
    { numRuns: 15, examples: [[editedToTheSame]] },
  );

  async function sumOf(): Promise<bigint> {
    const [row] = await own.read(
      (sql) =>
        sql<
          { sum: bigint }[]
        >`select coalesce(sum(amount_minor), 0) as sum from posting where account_id = ${purse.id}`,
    );
    return row?.sum ?? 0n;
  }
});

describe('undoing beside somebody else', () => {
  /** Undoes an act while an uncommitted change blocks it; the change commits once the undo waits. */
  async function undoBeside(act: string, change: (sql: Sql) => Promise<unknown>) {
    const watcher = connectAsSuperuser(home.config.database);
    try {
      return await home.rows
        .begin(async (sql) => {
          await change(sql as unknown as Sql);
          const undone = undo(act);
          for (let waits = false; !waits; ) {
            const found = await watcher`
            select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
            waits = found.length > 0;
          }
          return { undone };
        })
        .then(({ undone }) => undone);
    } finally {
      await watcher.end();
    }
  }

  it('leaves what is on an account that is closed meanwhile, and says so', async () => {
    const purse = await home.account('Closed meanwhile');
    const id = await home.enter(spentOn(purse, food, 100n));
    const deletion = await remove(id, 1);
    const undone = await undoBeside(
      deletion,
      (sql) => sql`update account set closed_on = '2025-12-31' where id = ${purse.id}`,
    );
    expect(undone).toMatchObject({ act: null, count: 0, left: [{ why: 'closed' }] });
  });

  it('leaves what is edited meanwhile', async () => {
    const id = await home.enter(spent(100n));
    const edit = await doing((sql) => editTransaction(sql, home.book, id, 1, spent(250n)));
    const undone = await undoBeside(
      edit,
      (sql) => sql`update transaction set note = 'Mine', version = version + 1 where id = ${id}`,
    );
    expect(undone).toMatchObject({ act: null, count: 0, left: [{ why: 'edited' }] });
    expect(await find(id)).toMatchObject({ note: 'Mine', version: 3 });
  });

  it('leaves what is on a category that is taken away meanwhile', async () => {
    const category = await home.write((sql) =>
      addCategory(sql, home.book, { name: 'Gone meanwhile', kind: 'spent', parent: null }),
    );
    const id = await home.enter(spentOn(bank, category, 100n));
    const deletion = await remove(id, 1);
    const undone = await undoBeside(deletion, (sql) => sql`delete from category where id = ${category}`);
    expect(undone).toMatchObject({ act: null, count: 0, left: [{ why: 'gone' }] });
  });
});
