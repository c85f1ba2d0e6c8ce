import { beforeAll, describe, expect, it } from 'vitest';
import { changeTag, deleteTag, mergeTag } from '../features/tags/store.ts';
import { type Household, household } from '../testing/household.ts';
import { spentOn } from '../testing/spent-entry.ts';
import { acted } from './begin-and-list-acts.ts';
import { changeInBulk } from './bulk-change.ts';
import type { Entry, Money } from './entry-to-postings.ts';
import { tagsOf } from './list-and-set-tags.ts';
import { findTransaction } from './read-transactions-with-postings.ts';
import { listTransactions } from './transaction-list.ts';
import { undoAct } from './undo.ts';
import { deleteTransaction, editTransaction } from './write-transaction.ts';

let home: Household;
let bank: Money;
let food: string;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  food = await home.category('Groceries');
});

const spent = (tags: readonly string[] | undefined, payee = 'Green Grocer'): Entry =>
  spentOn(bank, food, 100n, { payee, ...(tags && { tags }) });
const find = (id: string) => home.read((sql) => findTransaction(sql, home.book, id));
const namesOf = async (id: string) => (await find(id))?.tags.map(({ name }) => name);
const all = () => home.read((sql) => tagsOf(sql, home.book));
const tag = async (name: string) => {
  const found = (await all()).find((one) => one.name === name);
  if (!found) throw new Error(`there is no tag ${name}`);
  return found;
};
const edit = (id: string, version: number, entry: Entry) =>
  home.write(acted((sql) => editTransaction(sql, home.book, id, version, entry)));
const undo = (act: string) => home.write((sql) => undoAct(sql, home.book, act));

describe('tags of a transaction', () => {
  it('are made by their names, one for all ways of writing it, each in another colour', async () => {
    const id = await home.enter(spent(['Holiday', 'Café', 'holiday', '\u200b']));
    expect(await namesOf(id)).toEqual(['Café', 'Holiday']);
    await home.enter(spent(['CAFE\u0301']));
    const tags = await all();
    expect(tags.map(({ name }) => name)).toEqual(['Café', 'Holiday']);
    expect(new Set(tags.map(({ color }) => color)).size).toBe(2);
  });

  it('are changed by an edit that names them, and by no other; no change is none', async () => {
    const id = await home.enter(spent(['Gift', 'Work']));
    await edit(id, 1, spent(undefined, 'Baker'));
    expect(await namesOf(id)).toEqual(['Gift', 'Work']);
    expect(await edit(id, 2, spent(['work', 'gift'], 'Baker'))).toBe('');
    await edit(id, 2, spent(['Work', 'New'], 'Baker'));
    expect(await namesOf(id)).toEqual(['New', 'Work']);
  });

  it('come back by undoing an edit or a deletion, and go by undoing that', async () => {
    const id = await home.enter(spent(['Blue', 'Red']));
    const undone = await undo(await edit(id, 1, spent(['Red'])));
    expect(await namesOf(id)).toEqual(['Blue', 'Red']);
    await undo(undone.act ?? '');
    expect(await namesOf(id)).toEqual(['Red']);
    const gone = await home.write(acted((sql) => deleteTransaction(sql, home.book, id, 4)));
    const back = await undo(gone);
    expect(await namesOf(id)).toEqual(['Red']);
    const recorded = await home.rows<{ tags: string[] }[]>`
      select after -> 'tags' as tags from audit where act_id = ${back.act}`;
    expect(recorded).toEqual([{ tags: [(await tag('Red')).id] }]);
  });

  it('are left as they are by undoing a change from before there were tags', async () => {
    const id = await home.enter(spent(undefined));
    const act = await edit(id, 1, spent(['Since'], 'Baker'));
    await home.rows.begin(async (sql) => {
      await sql`set local session_replication_role = replica`; // an audit row is never changed
      await sql`update audit set before = before - 'tags', after = after - 'tags' where act_id = ${act}`;
    });
    expect(await undo(act)).toMatchObject({ count: 1 });
    expect(await find(id)).toMatchObject({ payee: 'Green Grocer', tags: [{ name: 'Since' }] });
  });

  it('are found by filter and by search', async () => {
    const id = await home.enter(spent(['Skiing']));
    await home.enter(spent(['Sailing']));
    const list = async (wanted: object) =>
      (await home.read((sql) => listTransactions(sql, home.book, wanted, { limit: 9 }))).rows.map(
        (row) => row.id,
      );
    expect(await list({ tag: (await tag('Skiing')).id })).toEqual([id]);
    expect(await list({ text: 'skiin' })).toEqual([id]);
  });

  it('are given to and taken from many rows at once', async () => {
    const ids = [await home.enter(spent(['Had'])), await home.enter(spent([]))];
    const chosen = (version: number) => ({ rows: ids.map((id) => ({ id, version })) });
    const bulk = (version: number, what: 'tag' | 'untag') =>
      home.write((sql) => changeInBulk(sql, home.book, chosen(version), { what, tag: 'had' }));
    const given = await bulk(1, 'tag');
    expect([given.count, await namesOf(ids[1] ?? '')]).toEqual([1, ['Had']]);
    await undo(given.act);
    expect(await namesOf(ids[1] ?? '')).toEqual([]);
    const taken = await home.write((sql) =>
      changeInBulk(
        sql,
        home.book,
        { rows: [{ id: ids[0] ?? '', version: 1 }] },
        { what: 'untag', tag: 'HAD' },
      ),
    );
    expect([taken.count, await namesOf(ids[0] ?? '')]).toEqual([1, []]);
    await undo(taken.act);
    expect(await namesOf(ids[0] ?? '')).toEqual(['Had']);
  });
});

describe('a tag', () => {
  const doing = (work: Parameters<typeof acted>[0]) => home.write(acted(work));

  it('is renamed and recoloured without touching its rows, and turned back', async () => {
    const id = await home.enter(spent(['Traval']));
    const was = await tag('Traval');
    const act = await doing((sql) => changeTag(sql, home.book, { ...was, name: 'Travel', color: 5 }));
    expect(await find(id)).toMatchObject({ version: 1, tags: [{ name: 'Travel', color: 5 }] });
    await undo(act);
    expect(await tag('Traval')).toEqual(was);
  });

  it('is taken away, comes back to the rows that are still there, and goes again', async () => {
    const [id, other] = [await home.enter(spent(['Short', 'Long'])), await home.enter(spent(['Short']))];
    const act = await doing(async (sql) => deleteTag(sql, home.book, (await tag('Short')).id));
    expect(await find(id)).toMatchObject({ version: 1, tags: [{ name: 'Long' }] });
    await home.write((sql) => deleteTransaction(sql, home.book, other, 1));
    const undone = await undo(act);
    expect(await namesOf(id)).toEqual(['Long', 'Short']);
    const redone = await undo(undone.act ?? '');
    expect(await namesOf(id)).toEqual(['Long']);
    await undo(redone.act ?? '');
    expect(await namesOf(id)).toEqual(['Long', 'Short']);
  });

  it('is merged into another, and taken out of it again', async () => {
    const [one, both] = [await home.enter(spent(['Car'])), await home.enter(spent(['Car', 'Auto']))];
    const [car, auto] = [await tag('Car'), await tag('Auto')];
    const act = await doing((sql) => mergeTag(sql, home.book, car.id, auto.id));
    expect([await namesOf(one), await namesOf(both)]).toEqual([['Auto'], ['Auto']]);
    const undone = await undo(act);
    expect([await namesOf(one), await namesOf(both)]).toEqual([['Car'], ['Auto', 'Car']]);
    await undo(undone.act ?? '');
    expect([await namesOf(one), await namesOf(both)]).toEqual([['Auto'], ['Auto']]);
  });

  it('stays as it is when its name was given away since, or it was changed again', async () => {
    const was = await tag('Red');
    const act = await doing((sql) => changeTag(sql, home.book, { ...was, name: 'Crimson' }));
    const id = await home.enter(spent(['Red']));
    expect(await undo(act)).toMatchObject({ count: 0, left: [{ title: 'Crimson', why: 'taken' }] });
    await home.write((sql) => deleteTransaction(sql, home.book, id, 1));
    const again = await doing((sql) => changeTag(sql, home.book, { ...was, name: 'Scarlet' }));
    expect(await undo(act)).toMatchObject({ count: 0, left: [{ title: 'Crimson', why: 'edited' }] });
    expect(again).not.toBe('');
  });

  it('of another book is none here', async () => {
    const eve = await home.signedIn('Eve');
    await home.rows`insert into tag (book_id, name) values (${eve.book}, 'Secret')`;
    expect((await all()).map(({ name }) => name)).not.toContain('Secret');
    const id = await home.enter(spent(['Secret']));
    expect((await find(id))?.tags[0]?.id).toBe((await tag('Secret')).id);
    const rows = await home.rows`select book_id from tag where name = 'Secret'`;
    expect(rows).toHaveLength(2);
    const [foreign] = await home.rows<{ id: string }[]>`
      select id from tag where name = 'Secret' and book_id = ${eve.book}`;
    const smuggled = home.write(
      (sql) => sql`insert into transaction_tag values (${home.book}, ${id}, ${foreign?.id ?? ''})`,
    );
    await expect(smuggled).rejects.toMatchObject({ code: '23503' });
  });
});
