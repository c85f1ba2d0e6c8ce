import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { dayAfter } from '../../calendar.ts';
import { addTransaction } from '../../ledger/write-transaction.ts';
import { type Household, household } from '../../testing/household.ts';
import { atOnce } from '../../testing/requests-on-locked-rows.ts';
import { opened, type SignedIn } from '../../testing/start-app.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';
import { todayIn } from '../../time-zones.ts';

const bookIn = (location: unknown) => /^\/books\/([\da-f-]{36})/.exec(String(location))?.[1] ?? '';

/** Presses the third door; resolves to the id of the sample book. */
async function lookAround({ path, book }: Household, who: SignedIn): Promise<string> {
  const response = await who.post(`${path}/sample`, { key: randomUUID() });
  expect(response.statusCode).toBe(303);
  const sample = bookIn(response.headers.location);
  expect(sample).not.toBe(book);
  return sample;
}

const remove = (who: SignedIn, book: string, seen = '') => who.post('/books/sample/remove', { book, seen });
const restore = (who: SignedIn, book: string) => who.post('/books/sample/restore', { book });

/** Everything that a book has, by table; the version of the book itself is left out. */
async function contentsOf({ rows }: Household, book: string): Promise<Record<string, readonly string[]>> {
  const tables = await rows<{ name: string }[]>`
    select c.table_name as name from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'book_id' and t.table_type = 'BASE TABLE' order by 1`;
  const all: Record<string, readonly string[]> = {};
  for (const { name } of tables.filter((table) => !['unchecked', 'idempotency'].includes(table.name))) {
    const found = await rows<{ row: string }[]>`
      select to_jsonb(one)::text as row from ${rows(name)} one where book_id = ${book} order by 1`;
    if (found.length > 0) all[name] = found.map(({ row }) => row);
  }
  return all;
}

const textOf = (body: string) => unescapeMarkup(body.replaceAll(/<[^>]*>/g, ' ')).replaceAll(/\s+/g, ' ');

describe('looking around with sample data', () => {
  it.each([
    ['EUR', 'GBP', 'Europe/Berlin'],
    ['JPY', 'EUR', 'Asia/Tokyo'],
    ['IDR', 'EUR', 'Pacific/Auckland'],
  ])('puts a year in %s and %s into a book of its own, up to today', async (currency, abroad, zone) => {
    const home = await household();
    const { ada, rows, book } = home;
    await rows`update book set currency = ${currency}, zone = ${zone}, month_start = 25, week_start = 7 where id = ${book}`;
    const before = await contentsOf(home, book);
    const sample = await lookAround(home, ada);
    const [made] =
      await rows`select name, currency, zone, month_start, week_start from book where id = ${sample}`;
    expect(made).toEqual({ name: 'Sample household', currency, zone, month_start: 25, week_start: 7 });
    const [counts] = await rows`
      select count(*)::int as rows, min(booked_on) as first, max(booked_on) as last, count(distinct payee_id)::int as payees
      from transaction where book_id = ${sample}`;
    const today = todayIn(zone);
    expect(counts?.['rows']).toBeGreaterThan(500);
    expect(counts?.['payees']).toBeGreaterThan(30);
    expect(counts?.['first']).toBe(dayAfter(today, -364));
    expect(counts?.['last'] <= today && counts?.['last'] >= dayAfter(today, -6)).toBe(true);
    const balances = await rows<{ kind: string; currency: string; held: bigint }[]>`
      select a.kind, a.currency, sum(p.amount_minor)::bigint as held from account a
        join posting p on p.book_id = a.book_id and p.account_id = a.id
      where a.book_id = ${sample} group by a.id, a.kind, a.currency`;
    expect(balances.map((one) => `${one.kind} ${one.currency}`).sort()).toEqual(
      [
        `bank ${currency}`,
        `card ${currency}`,
        `cash ${abroad}`,
        `cash ${currency}`,
        `savings ${currency}`,
      ].sort(),
    );
    for (const { kind, held } of balances) expect(kind === 'card' ? held <= 0n : held >= 0n, kind).toBe(true);
    const tables = Object.keys(await contentsOf(home, sample));
    expect(tables).toEqual(expect.arrayContaining(['rule', 'schedule', 'tag', 'transaction_tag']));
    expect(await rows`select kind from act where book_id = ${sample}`).toEqual([{ kind: 'add sample' }]);
    expect(await contentsOf(home, book)).toEqual(before);
  });

  it('shows it, with what is planned, and says on each page that it is made up', async () => {
    const home = await household();
    const { ada } = home;
    const sample = await lookAround(home, ada);
    for (const page of [
      '',
      '/transactions',
      '/accounts',
      '/categories',
      '/schedules',
      '/rules',
      '/tags',
      '/activity',
    ]) {
      const { statusCode, body } = await ada.get(`/books/${sample}${page}`);
      expect([page, statusCode, body.includes('all of this book is made up')]).toEqual([page, 200, true]);
      expect(body, page).toContain('action="/books/sample/remove"');
    }
    const overview = textOf((await ada.get(`/books/${sample}`)).body);
    for (const words of ['Net worth', 'Coming up', 'Hillside Homes', 'Rainy-day savings'])
      expect(overview).toContain(words);
    const activity = textOf((await ada.get(`/books/${sample}/activity`)).body);
    expect(activity).toContain('Put in the sample data');
    expect((await ada.get(`/books/${sample}/activity`)).body).not.toContain('/undo"');
    expect((await ada.get(home.path)).body).not.toContain('made up. Try');
    expect(textOf((await ada.get('/books')).body)).toContain('Sample data');
  });

  it('makes one, however often it is pressed, and for everybody their own', async () => {
    const home = await household();
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'editor');
    const first = await lookAround(home, home.ada);
    expect(await lookAround(home, home.ada)).toBe(first);
    await ben.token();
    const press = () => lookAround(home, ben);
    const theirs = await atOnce(home, 'person', [press, press, press]);
    expect(new Set(theirs).size).toBe(1);
    expect(theirs).not.toContain(first);
    expect(await home.rows`select count(*)::int as n from sample_book`).toEqual([{ n: 2 }]);
  });

  it('plans nothing that enters by itself', async () => {
    const home = await household();
    const sample = await lookAround(home, home.ada);
    const schedules = await home.rows`
      select s.enters, look.look_on > ${todayIn('UTC')} as later from schedule s
        join schedule_look look on look.book_id = s.book_id and look.schedule_id = s.id where s.book_id = ${sample}`;
    expect(schedules.length).toBeGreaterThan(5);
    expect(new Set(schedules.map((one) => `${one['enters']} ${one['later']}`))).toEqual(
      new Set(['confirmed true']),
    );
  });
});

describe('removing the sample data', () => {
  it('takes all of it with one press, leaves the real book as it is, and one press brings it back', async () => {
    const home = await household();
    const { ada, book, path } = home;
    await home.account('Bank', { opening: 100n });
    const before = await contentsOf(home, book);
    const sample = await lookAround(home, ada);
    const made = await contentsOf(home, sample);
    const gone = await remove(ada, sample);
    expect(gone.headers.location).toBe(`${path}?gone=${sample}`);
    const next = await ada.get(String(gone.headers.location));
    expect(textOf(next.body)).toContain('The sample data is gone. For 30 days you can bring it back.');
    expect((await ada.get(`/books/${sample}`)).statusCode).toBe(404);
    expect(textOf((await ada.get('/books')).body)).not.toContain('Sample');
    expect(await contentsOf(home, book)).toEqual(before);
    expect((await remove(ada, sample)).statusCode).toBe(303); // the second of two clicks
    expect((await ada.get(String(gone.headers.location))).statusCode).toBe(200);

    const back = await restore(ada, sample);
    expect(back.headers.location).toBe(`/books/${sample}?done=sampleBack`);
    expect(textOf((await ada.get(String(back.headers.location))).body)).toContain('The sample data is back.');
    expect(await contentsOf(home, sample)).toEqual(made);
    expect((await restore(ada, sample)).statusCode).toBe(404); // it is there
  });

  it('names first what somebody did there, and takes it only once that was shown', async () => {
    const home = await household();
    const { ada } = home;
    const sample = await lookAround(home, ada);
    const inSample = { book: opened(ada, sample), key: randomUUID() };
    const [account] =
      await home.rows`select id, currency from account where book_id = ${sample} and kind = 'bank'`;
    const [category] =
      await home.rows`select id from category where book_id = ${sample} and name = 'Groceries'`;
    const spend = (payee: string) => ({
      ...({ kind: 'spent', bookedOn: todayIn('UTC'), payee, note: '' } as const),
      account: { id: account?.['id'], currency: account?.['currency'] },
      lines: [{ category: category?.['id'], amount: 100n, note: '' }],
    });
    await home.database.write(inSample, (sql) =>
      addTransaction(sql, sample, ada.person, spend('My own Baker')),
    );
    const asked = await remove(ada, sample);
    expect(asked.statusCode).toBe(409);
    expect(textOf(asked.body)).toContain('What you did there goes with it');
    expect(textOf(asked.body)).toContain('Added: My own Baker');
    const seen = /name="seen" value="([^"]+)"/.exec(asked.body)?.[1] ?? '';
    await home.database.write({ ...inSample, key: randomUUID() }, (sql) =>
      addTransaction(sql, sample, ada.person, spend('Another Baker')),
    );
    const again = await remove(ada, sample, seen);
    expect([again.statusCode, textOf(again.body).includes('Another Baker')]).toEqual([409, true]);
    expect((await ada.get(`/books/${sample}`)).statusCode).toBe(200);
    const now = /name="seen" value="([^"]+)"/.exec(again.body)?.[1] ?? '';
    expect((await remove(ada, sample, now)).statusCode).toBe(303);
    expect((await ada.get(`/books/${sample}`)).statusCode).toBe(404);
    await restore(ada, sample);
    expect(
      await home.rows`select from transaction where book_id = ${sample} and payee = 'My own Baker'`,
    ).toHaveLength(1);
  });

  it('asks nothing about what was undone again', async () => {
    const home = await household();
    const { ada } = home;
    const sample = await lookAround(home, ada);
    const path = `/books/${sample}`;
    const added = await ada.post(`${path}/categories`, {
      key: randomUUID(),
      name: 'Boats',
      kind: 'spent',
      parent: '',
    });
    const act = /act=([\da-f-]+)/.exec(String(added.headers.location))?.[1];
    expect((await remove(ada, sample)).statusCode).toBe(409);
    await ada.post(`${path}/activity/${act}/undo`, { key: randomUUID() });
    expect((await remove(ada, sample)).statusCode).toBe(303);
  });

  it('is for its owner: others see that it is made up, and cannot take it', async () => {
    const home = await household();
    const { ada, rows } = home;
    const sample = await lookAround(home, ada);
    const [ben, eve] = [await home.signedIn('Ben'), await home.signedIn('Eve')];
    await rows`insert into member (book_id, person_id, role) values (${sample}, ${ben.person}, 'editor')`;
    const { body } = await ben.get(`/books/${sample}`);
    expect(body).toContain('all of this book is made up');
    expect(body).not.toContain('/books/sample/remove');
    for (const who of [ben, eve]) expect((await remove(who, sample)).headers.location).toBe('/');
    expect((await ada.get(`/books/${sample}`)).statusCode).toBe(200);
    // No other book can be removed this way.
    expect((await remove(ada, home.book)).headers.location).toBe('/');
    expect((await ada.get(home.path)).statusCode).toBe(200);
    await remove(ada, sample);
    expect((await ben.get(`/books/${sample}`)).statusCode).toBe(404);
    for (const who of [ben, eve]) expect((await restore(who, sample)).statusCode).toBe(404);
    await restore(ada, sample);
    expect((await ben.get(`/books/${sample}`)).statusCode).toBe(200);
  });

  it('keeps jobs away until it is back', async () => {
    const home = await household();
    const { ada, rows } = home;
    const sample = await lookAround(home, ada);
    await rows`update schedule set enters = 'by itself', since_on = '2020-01-01' where book_id = ${sample}`;
    const jobs = async () => {
      await rows`select worker.put_due()`;
      return (await rows`select from worker.schedule_job where book_id = ${sample}`).length;
    };
    await remove(ada, sample);
    expect(await jobs()).toBe(0);
    await restore(ada, sample);
    expect(await jobs()).toBeGreaterThan(5);
  });

  it('is for good after 30 days: then nothing of it is left', async () => {
    const home = await household();
    const { ada, rows, book } = home;
    const before = await contentsOf(home, book);
    const sample = await lookAround(home, ada);
    await remove(ada, sample);
    const expire = async () => (await rows`select worker.expire_sample_books(5) as gone`)[0]?.['gone'];
    expect(await expire()).toBe(0);
    await rows`update sample_book set removed_at = removed_at - interval '30 days 1 minute'`;
    expect((await restore(ada, sample)).statusCode).toBe(404);
    expect(await expire()).toBe(1);
    expect(await contentsOf(home, sample)).toEqual({});
    expect(await contentsOf(home, book)).toEqual(before);
    expect(await rows`select from book where id = ${sample}`).toHaveLength(0);
    expect(await lookAround(home, ada)).not.toBe(sample);
  });
});

describe('the overview of an empty book', () => {
  const doors = ['Bring a bank file', 'Add by hand', 'Look around with sample data'];

  it('shows three doors to whoever may write, until there is something', async () => {
    const home = await household();
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'editor');
    for (const who of [home.ada, ben]) {
      const text = textOf((await who.get(home.path)).body);
      for (const door of doors) expect(text).toContain(door);
    }
    const sample = await lookAround(home, home.ada);
    const { body } = await home.ada.get(home.path);
    expect(textOf(body)).toContain('Back to the sample data');
    expect(body).toContain(`href="/books/${sample}"`);
    await remove(home.ada, sample);
    expect(textOf((await home.ada.get(home.path)).body)).toContain('Look around with sample data');
    await home.account('Bank');
    const after = textOf((await home.ada.get(home.path)).body);
    for (const door of doors) expect(after).not.toContain(door);
  });

  it('tells a viewer that nothing is there yet, without a door', async () => {
    const home = await household();
    const vic = await home.signedIn('Vic');
    await home.admit(vic, 'viewer');
    const { body } = await vic.get(home.path);
    expect(textOf(body)).toContain('Nothing is in this book yet.');
    for (const door of doors) expect(textOf(body)).not.toContain(door);
    expect((await vic.post(`${home.path}/sample`)).statusCode).toBe(403);
  });
});
