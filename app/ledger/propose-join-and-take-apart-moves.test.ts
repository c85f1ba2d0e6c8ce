import { beforeEach, describe, expect, it } from 'vitest';
import { previewImport } from '../imports/preview-import.ts';
import { runImport } from '../imports/run-import.ts';
import { type Household, household } from '../testing/household.ts';
import { bankRow, importOf } from '../testing/parsed-statement-and-import-request.ts';
import { acted } from './begin-and-list-acts.ts';
import type { Money } from './entry-to-postings.ts';
import { isJoinedMove, joinMove, takeMoveApart } from './join-and-take-apart-moves.ts';
import { categoriesOf } from './list-categories-with-shown-names.ts';
import { proposeMoves } from './propose-moves.ts';
import { findTransaction } from './read-transactions-with-postings.ts';
import { undoAct } from './undo.ts';
import { EditConflict, editTransaction } from './write-transaction.ts';

let home: Household;
let bank: Money;
let savings: Money;
beforeEach(async () => {
  home = await household();
  bank = await home.account('Bank');
  savings = await home.account('Savings');
});

const bring = (account: Money, ...rows: Parameters<typeof importOf>[1]) =>
  home.write((sql) => runImport(sql, home.book, home.ada.person, importOf(account.id, rows)));
const propose = (of: object = {}) =>
  home.read((sql) => proposeMoves(sql, home.book, { since: '2025-01-01', limit: 10, ...of }));
const pairs = async () =>
  (await propose())
    .map(({ from, to }) => `${from.day} ${from.amountMinor} → ${to.day} ${to.amountMinor}`)
    .sort();
const verdicts = async (account: Money, ...rows: Parameters<typeof importOf>[1]) => {
  const told = await home.read((sql) => previewImport(sql, home.book, importOf(account.id, rows)));
  return told.statements.flatMap((one) => one.rows.map(({ verdict }) => verdict));
};
const doing = (work: Parameters<typeof acted>[0]) => home.write(acted(work));
const find = (id: string) => home.read((sql) => findTransaction(sql, home.book, id));

const balances = () =>
  home.rows`select account_id, sum(amount_minor) from posting where account_id is not null group by 1 order by 1`;

/** Changes the note of a row, as a person would who edits it. */
async function changeNote(id: string, version: number): Promise<void> {
  const { count } = await home.rows`
    update transaction set note = 'changed', version = version + 1 where id = ${id} and version = ${version}`;
  expect(count).toBe(1);
}

async function joined() {
  const [move] = await propose();
  if (!move) throw new Error('no move was found');
  const { from, to } = move;
  const [out, into] = [from, to].map(({ transaction: id, version }) => ({ id, version }));
  if (!out || !into) throw new Error('a half is missing');
  return { out, into, act: await doing((sql) => joinMove(sql, home.book, out, into)) };
}

describe('moves that are proposed', () => {
  it('have the same amount on two accounts, up to four days apart', async () => {
    await bring(bank, '2026-02-03 -50.00 Savings', '2026-02-10 -70.00 Savings', '2026-02-20 -90.00 Shop');
    await bring(
      savings,
      '2026-02-05 50.00 From bank',
      '2026-02-14 70.00 From bank',
      '2026-02-25 90.00 From bank',
    );
    expect(await pairs()).toEqual([
      '2026-02-03 -5000 → 2026-02-05 5000',
      '2026-02-10 -7000 → 2026-02-14 7000',
    ]);
    expect(await propose({ limit: 1 })).toHaveLength(1);
    expect(await propose({ since: '2026-02-08' })).toHaveLength(1);
  });

  it('take each half once, and the nearest', async () => {
    await bring(bank, '2026-02-03 -50.00 One', '2026-02-04 -50.00 Two');
    await bring(savings, '2026-02-04 50.00 From bank');
    expect(await pairs()).toEqual(['2026-02-04 -5000 → 2026-02-04 5000']);
  });

  it('are none between halves of one account, nor of what somebody sorted', async () => {
    await bring(bank, '2026-02-03 -50.00 Shop', '2026-02-04 50.00 Shop', '2026-02-05 -60.00 Shop');
    await bring(savings, bankRow('2026-02-05 60.00 Gift', { category: 'Salary' }));
    expect(await pairs()).toEqual([]);
  });

  it('have across currencies what one of the banks says was paid', async () => {
    const dollars = await home.account('Dollars', { currency: 'USD' });
    await bring(
      bank,
      bankRow('2026-02-03 -92.50 Wire', { original: { amountMinor: -10000n, currency: 'USD' } }),
      '2026-02-03 -80.00 Wire',
    );
    await bring(
      dollars,
      bankRow('2026-02-04 100.00 Wire', { currency: 'USD' }),
      bankRow('2026-02-04 80.00 Wire', { currency: 'USD' }),
    );
    expect(await pairs()).toEqual(['2026-02-03 -9250 → 2026-02-04 10000']);
    const { out } = await joined();
    expect(await find(out.id)).toMatchObject({
      kind: 'moved',
      postings: [{ amount: -9250n }, { amount: 10000n }, { isOwn: true }, { isOwn: true }],
    });
  });

  it('are those of an import, with rows of before', async () => {
    await bring(bank, '2026-01-03 -50.00 Savings', '2026-02-03 -70.00 Savings');
    await bring(savings, '2026-01-03 50.00 From bank');
    const later = await bring(savings, '2026-02-04 70.00 From bank', '2026-02-05 1.00 Interest');
    const id = 'import' in later ? later.import : '';
    expect((await propose({ import: id })).map(({ from }) => from.amountMinor)).toEqual([-7000n]);
    expect(await propose({ import: 'nonsense' })).toEqual([]);
  });
});

describe('joining a move', () => {
  beforeEach(async () => {
    await bring(bank, bankRow('2026-02-03 -50.00 Savings', { memo: 'monthly' }));
    await bring(savings, bankRow('2026-02-05 50.00 From bank', { memo: 'standing order' }));
  });

  it('makes one of two, with what is known of either', async () => {
    const { out, into } = await joined();
    expect(await find(into.id)).toBeUndefined();
    expect(await find(out.id)).toMatchObject({
      ...{ kind: 'moved', bookedOn: '2026-02-03', payee: 'Savings', note: 'monthly\nstanding order' },
      postings: [
        { account: bank.id, amount: -5000n, bankDay: '2026-02-03' },
        { account: savings.id, amount: 5000n, bankDay: '2026-02-05' },
      ],
    });
    expect(await propose()).toEqual([]);
  });

  it('has the tags of both, and both have them when it is taken apart', async () => {
    const tagged = { bookedOn: '2026-02-10', payee: 'Savings', note: '' };
    const unsorted = (await home.read((sql) => categoriesOf(sql, home.book))).filter(
      ({ role }) => role === 'unsorted',
    );
    for (const [kind, account, tags] of [
      ['spent', bank, ['Out', 'Both']],
      ['received', savings, ['Both', 'In']],
    ] as const) {
      const category = unsorted.find((one) => one.kind === kind)?.id ?? '';
      await home.enter({ ...tagged, kind, account, tags, lines: [{ category, amount: 7000n, note: '' }] });
    }
    const { out, act } = await joined();
    const tagsOf = async (id: string) => (await find(id))?.tags.map(({ name }) => name);
    expect(await tagsOf(out.id)).toEqual(['Both', 'In', 'Out']);
    await home.write((sql) => undoAct(sql, home.book, act));
    expect(await tagsOf(out.id)).toEqual(['Both', 'Out']);
    const again = await joined();
    await doing((sql) =>
      takeMoveApart(sql, home.book, home.ada.person, { id: again.out.id, version: again.out.version + 1 }),
    );
    expect([await tagsOf(again.out.id), await tagsOf(again.into.id)]).toEqual(
      Array(2).fill(['Both', 'In', 'Out']),
    );
  });

  it('leaves the rows of both banks known, and so do its undo and the undo of that', async () => {
    const known = async () => [
      ...(await verdicts(bank, bankRow('2026-02-03 -50.00 Savings', { memo: 'monthly' }))),
      ...(await verdicts(savings, bankRow('2026-02-05 50.00 From bank', { memo: 'standing order' }))),
    ];
    let { act } = await joined();
    expect(await known()).toEqual(['known', 'known']);
    for (const halves of [1, 0, 1]) {
      const undone = await home.write((sql) => undoAct(sql, home.book, act));
      expect(undone).toMatchObject({ count: 2, left: [] });
      act = undone.act ?? '';
      expect(await propose()).toHaveLength(halves);
      expect(await known()).toEqual(['known', 'known']);
    }
  });

  it('stays one move where it was changed since, and its undo is undone', async () => {
    const { out, into, act } = await joined();
    await changeNote(out.id, 2);
    const sums = await balances();
    expect(await home.write((sql) => undoAct(sql, home.book, act))).toMatchObject({
      count: 0,
      left: [{ why: 'edited' }],
    });
    expect(await find(into.id)).toBeUndefined();
    expect(await balances()).toEqual(sums);
  });

  it('stays apart where one half was changed after the undo', async () => {
    const { out, into, act } = await joined();
    const undone = await home.write((sql) => undoAct(sql, home.book, act));
    await changeNote(into.id, 2);
    expect(await home.write((sql) => undoAct(sql, home.book, undone.act ?? ''))).toMatchObject({
      count: 0,
      left: [{ why: 'edited' }],
    });
    expect(await find(out.id)).toMatchObject({ kind: 'spent' });
  });

  it('is refused where a half was changed meanwhile, or is none', async () => {
    const [move] = await propose();
    const [id = '', other = ''] = [move?.from.transaction, move?.to.transaction];
    const join = (from: string, to: string, version = 1) =>
      home.write((sql) => joinMove(sql, home.book, { id: from, version: 1 }, { id: to, version }));
    await expect(join(other, id)).rejects.toThrow(EditConflict);
    await expect(join(id, id)).rejects.toThrow(EditConflict);
    await expect(join(id, other, 2)).rejects.toThrow(EditConflict);
    await expect(join(id, home.book)).rejects.toThrow(EditConflict);
    expect(await find(other)).toMatchObject({ version: 1 });
  });
});

describe('taking a move apart', () => {
  const apart = (id: string, version: number) =>
    doing((sql) => takeMoveApart(sql, home.book, home.ada.person, { id, version }));

  it('is offered for a joined move alone, and not once it has a fee', async () => {
    const isOffered = (id: string) => home.read((sql) => isJoinedMove(sql, home.book, id));
    await bring(bank, '2026-02-03 -50.00 Savings');
    await bring(savings, '2026-02-05 50.00 From bank');
    const { out, act } = await joined();
    const typed = await home.enter({ kind: 'moved', from: bank, to: savings, amount: 500n, arrives: 500n });
    expect([await isOffered(out.id), await isOffered(typed), await isOffered('nothing')]).toEqual([
      true,
      false,
      false,
    ]);
    await home.rows`update transaction set metadata = jsonb_build_object('joined', id) where id = ${typed}`;
    expect(await isOffered(typed)).toBe(true);
    const fees = [{ category: await home.category('Groceries'), amount: 100n, note: '' }];
    const charged = {
      ...({ kind: 'moved', bookedOn: '2026-02-01', payee: '', note: '', tags: [] } as const),
      from: bank,
      to: savings,
    };
    await home.write((sql) =>
      editTransaction(sql, home.book, typed, 1, { ...charged, amount: 500n, arrives: 400n, fees }),
    );
    expect(await isOffered(typed)).toBe(false);
    await home.write((sql) => undoAct(sql, home.book, act));
    expect(await isOffered(out.id)).toBe(false);
  });

  it('gives back the halves that were joined, each known by its bank', async () => {
    await bring(bank, '2026-02-03 -50.00 Savings');
    await bring(savings, '2026-02-05 50.00 From bank');
    const { out, into } = await joined();
    const act = await apart(out.id, 2);
    expect(await find(out.id)).toMatchObject({ kind: 'spent', version: 3, bookedOn: '2026-02-03' });
    expect(await find(into.id)).toMatchObject({
      kind: 'received',
      version: 2,
      bookedOn: '2026-02-05',
      postings: [{ bankDay: '2026-02-05' }, {}],
    });
    expect(await verdicts(savings, '2026-02-05 50.00 From bank')).toEqual(['known']);
    expect(await home.write((sql) => undoAct(sql, home.book, act))).toMatchObject({ count: 2, left: [] });
    expect(await find(out.id)).toMatchObject({ kind: 'moved' });
    expect(await verdicts(savings, '2026-02-05 50.00 From bank')).toEqual(['known']);
  });

  it.each([
    ['what left', 0],
    ['what came', 1],
  ])('is not undone where %s was changed since, so that no money is there twice or is gone', async (_, which) => {
    const typed = { kind: 'moved', from: bank, to: savings, amount: 500n, arrives: 500n } as const;
    const act = await apart(await home.enter(typed), 1);
    const halves = await home.rows<{ id: string; version: number }[]>`
      select id, version from transaction order by kind desc`;
    const half = halves[which];
    await changeNote(half?.id ?? '', half?.version ?? 0);
    const sums = await balances();
    expect(await home.write((sql) => undoAct(sql, home.book, act))).toMatchObject({
      count: 0,
      left: [{ why: 'edited' }],
    });
    expect(await balances()).toEqual(sums);
  });

  it('makes two of a move that was typed, and refuses all that is no plain move', async () => {
    const typed = { kind: 'moved', from: bank, to: savings, amount: 500n, arrives: 500n } as const;
    const id = await home.enter(typed);
    await apart(id, 1);
    expect(await home.rows`select kind from transaction order by kind`).toEqual([
      { kind: 'received' },
      { kind: 'spent' },
    ]);
    await expect(apart(id, 2)).rejects.toThrow(EditConflict);
    const food = await home.category('Groceries');
    const charged = await home.enter({
      ...typed,
      arrives: 400n,
      fees: [{ category: food, amount: 100n, note: '' }],
    });
    await expect(apart(charged, 1)).rejects.toThrow(EditConflict);
    await home.write((sql) =>
      editTransaction(sql, home.book, charged, 1, { ...typed, bookedOn: '2026-02-01', payee: '', note: '' }),
    );
    await expect(apart(charged, 1)).rejects.toThrow(EditConflict);
  });
});
