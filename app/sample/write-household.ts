import type { TransactionSql } from '../database/connect.ts';
import { planForMany } from '../database/replan-for-many-rows.ts';
import { beginAct } from '../ledger/begin-and-list-acts.ts';
import { type Counterparts, type Entry, type Money, postingsOf } from '../ledger/entry-to-postings.ts';
import { counterpartsOf } from '../ledger/list-categories-with-shown-names.ts';
import { type ComesAgain, storable, templateOf } from '../schedules/stored-entry.ts';
import { say } from '../words/say.ts';
import type {
  AccountName,
  SampleEntry,
  SampleHousehold,
  SampleSchedule,
  StarterCategory,
} from './household-types.ts';

/** What the rows refer to, once it is written. */
interface Known {
  readonly accounts: Readonly<Record<AccountName, Money>>;
  readonly categories: ReadonlyMap<string, string>;
  readonly counterparts: Counterparts;
}

/**
 * Writes a household into a new book, in the words of the request's language and as one act: each kind of row in one
 * statement, however many there are.
 *
 * @param since first day on which something may be entered that comes again
 */
export async function writeHousehold(
  sql: TransactionSql,
  book: string,
  person: string,
  { accounts, entries, schedules, rules }: SampleHousehold,
  since: string,
): Promise<void> {
  await planForMany(sql);
  await beginAct(sql, book, 'add sample', '');
  const known = {
    accounts: await addAccounts(sql, book, accounts),
    categories: await starterCategories(sql, book),
    counterparts: await counterpartsOf(sql, book),
  };
  await addPayees(sql, book, [...entries, ...schedules.map(({ entry }) => entry)]);
  await addEntries(sql, book, person, entries, known);
  await addSchedules(sql, book, person, schedules, known, since);
  const ruled = rules.map(({ payee, category }, index) => ({
    position: index + 1,
    conditions: [{ field: 'payee', how: 'is', text: say(payee) }],
    actions: [{ set: 'category', category: categoryId(known, category) }],
  }));
  await sql`
    insert into rule (book_id, position, match, conditions, actions)
    select ${book}, one.position, 'all', one.conditions, one.actions
    from json_to_recordset(${json(ruled)}::text::json) one (position int, conditions jsonb, actions jsonb)`;
}

async function addAccounts(
  sql: TransactionSql,
  book: string,
  accounts: SampleHousehold['accounts'],
): Promise<Known['accounts']> {
  const named = accounts.map((account) => ({ ...account, name: say(account.word), sample: account.name }));
  const rows = await sql<(Money & { name: string })[]>`
    insert into account (book_id, name, kind, currency, opened_on)
    select ${book}, one.name, one.kind, one.currency, one."openedOn"
    from json_to_recordset(${json(named)}::text::json) one (name text, kind text, currency text, "openedOn" date)
    returning id, currency, name`;
  const pairs = named.map(({ sample, name }) => [sample, rows.find((row) => row.name === name)] as const);
  return Object.fromEntries(
    pairs.map(([name, row]) => [name, row && { id: row.id, currency: row.currency }]),
  ) as Record<AccountName, Money>;
}

async function starterCategories(sql: TransactionSql, book: string): Promise<Known['categories']> {
  const rows = await sql<{ id: string; path: string }[]>`
    select c.id, concat_ws('/', p.name, c.name) as path
    from category c left join category p on p.book_id = c.book_id and p.id = c.parent_id
    where c.book_id = ${book} and c.role is null`;
  return new Map(rows.map(({ id, path }) => [path, id]));
}

async function addPayees(
  sql: TransactionSql,
  book: string,
  entries: readonly Pick<SampleEntry, 'payee'>[],
): Promise<void> {
  const names = new Set(entries.flatMap(({ payee }) => (payee ? [say(payee)] : [])));
  await sql`
    insert into payee (book_id, name)
    select distinct on (plain_text(name)) ${book}::uuid, name from json_array_elements_text(${json([...names])}::text::json) name
    order by plain_text(name), name`;
}

async function addEntries(
  sql: TransactionSql,
  book: string,
  person: string,
  entries: readonly SampleEntry[],
  known: Known,
): Promise<void> {
  const ids = await ascendingIds(sql, entries.length);
  const written = entries.map((entry, index) => ({ id: ids[index], ...entryIn(entry, known) }));
  await sql`
    insert into transaction (book_id, id, booked_on, kind, payee_id, payee, note, created_by)
    select ${book}, one.id, one."bookedOn", one.kind, p.id, coalesce(p.name, ''), one.note, ${person}
    from json_to_recordset(${json(written)}::text::json) one (id uuid, "bookedOn" date, kind text, payee text, note text)
      left join payee p on p.book_id = ${book} and p.plain_name = plain_text(one.payee)
    order by one.id`;
  const postings = written.flatMap(({ id: transaction, bookedOn, ...entry }) =>
    postingsOf({ bookedOn, ...entry } as Entry, known.counterparts).map((posting, index) => ({
      ...{ ...posting, state: posting.state ?? 'cleared', transaction, bookedOn, line: index + 1 },
    })),
  );
  await sql`
    insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency, note, state)
    select ${book}, one.transaction, one.line, one."bookedOn", one.account, one.category, one.amount, one.currency, one.note, one.state
    from json_to_recordset(${json(postings)}::text::json) one (transaction uuid, line smallint, "bookedOn" date, account uuid,
      category uuid, amount bigint, currency text, note text, state text)`;
  await addTags(sql, book, written);
}

async function addTags(
  sql: TransactionSql,
  book: string,
  written: readonly { readonly id: string | undefined; readonly tags?: readonly string[] }[],
): Promise<void> {
  const tagged = written.flatMap(({ id, tags = [] }) => tags.map((tag) => ({ id, tag })));
  const names = [...new Set(tagged.map(({ tag }) => tag))];
  const [row] = await sql<{ ids: string[] }[]>`select tags_named(${book}, ${names}::text[]) as ids`;
  const pairs = tagged.map(({ id, tag }) => ({ id, tag: row?.ids[names.indexOf(tag)] }));
  await sql`
    insert into transaction_tag (book_id, transaction_id, tag_id)
    select ${book}, one.id, one.tag from json_to_recordset(${json(pairs)}::text::json) one (id uuid, tag uuid)`;
}

/** What is planned waits until somebody confirms it: nothing goes on by itself in a book that is only looked at. */
async function addSchedules(
  sql: TransactionSql,
  book: string,
  person: string,
  schedules: readonly SampleSchedule[],
  known: Known,
  since: string,
): Promise<void> {
  const rows = schedules.map(({ entry: sample, recurrence, amount }) => {
    const entry = entryIn(sample, known) as ComesAgain;
    return { ...recurrence, amount, payee: entry.payee, entry: storable(templateOf(entry)) };
  });
  await sql`
    insert into schedule (book_id, payee_id, entry, amount, enters, first_on, unit, every, day_of_month, since_on, created_by)
    select ${book}, p.id, one.entry::jsonb, one.amount, 'confirmed', one.first, one.unit, one.every, one.on, ${since}, ${person}
    from json_to_recordset(${json(rows)}::text::json) one (payee text, entry text, amount text, first date, unit text,
      every smallint, "on" text)
      left join payee p on p.book_id = ${book} and p.plain_name = plain_text(one.payee)`;
}

/** A made-up entry as a person would type it. */
function entryIn(entry: SampleEntry, known: Known): Entry {
  const { accounts } = known;
  const header = {
    bookedOn: entry.day,
    payee: entry.payee ? say(entry.payee) : '',
    note: entry.note ? say(entry.note) : '',
    ...(entry.tags && { tags: entry.tags.map((tag) => say(tag)) }),
  };
  if (entry.kind === 'moved') {
    const { kind, from, to, amount, arrives } = entry;
    return { ...header, kind, from: accounts[from], to: accounts[to], amount, arrives };
  }
  if (entry.kind === 'opening') {
    return { ...header, kind: entry.kind, account: accounts[entry.account], amount: entry.amount };
  }
  const state = entry.isPending ? ('pending' as const) : undefined;
  const lines = entry.parts.map(({ category, amount }) => ({
    category: categoryId(known, category),
    amount,
    note: '',
  }));
  return {
    ...header,
    kind: entry.kind,
    account: { ...accounts[entry.account], ...(state && { state }) },
    lines,
  };
}

function categoryId({ categories }: Pick<Known, 'categories'>, path: StarterCategory): string {
  const id = categories.get(path);
  if (id === undefined) throw new Error(`The book does not begin with a category ${path}`);
  return id;
}

async function ascendingIds(sql: TransactionSql, count: number): Promise<readonly string[]> {
  const made = await sql<{ id: string }[]>`
    select uuidv7() as id from generate_series(1, ${count}::int) order by id`;
  return made.map(({ id }) => id);
}

/** JSON in which amounts are numbers, which hold every allowed amount exactly. */
function json(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? Number(one) : one));
}
