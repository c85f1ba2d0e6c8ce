import { afterEach, describe, expect, it } from 'vitest';
import { asSuperuser } from '../testing/connect-as-superuser.ts';
import { emptyDatabase } from '../testing/databases.ts';
import { connect } from './connect.ts';
import { migrate } from './migrate.ts';
import { migrationFiles } from './migration-files.ts';

/* Existing books get a calendar: migrations 0020 to 0022, and 0035 to 0037. */

const made: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of made.splice(0).reverse()) await undo();
});

const before = migrationFiles().filter(({ number }) => number < 20);

describe('books of before', () => {
  it('have the zone and the weeks of whoever owned them first, and months that begin on the first', async () => {
    const { config, name } = await start();
    await migrate(config, () => {}, before);
    await asSuperuser(
      (sql) =>
        sql.unsafe(`
          insert into person (email, name, password_hash, time_zone, locale) values
            ('ada@example.org', 'Ada', 'x', 'Asia/Tokyo', 'ja-JP'), ('ben@example.org', 'Ben', 'x', 'Europe/Berlin', 'de'),
            ('cleo@example.org', 'Cleo', 'x', 'UTC', 'en-GB');
          insert into book (name, currency) values ('shared', 'EUR'), ('of nobody', 'EUR'), ('in UTC', 'EUR');
          insert into member (book_id, person_id, role, created_at)
          select b.id, p.id, role, day::timestamptz
          from (values
            ('shared', 'Cleo', 'viewer', '2024-01-01'), ('shared', 'Ben', 'owner', '2024-01-03'),
            ('shared', 'Ada', 'owner', '2024-01-02'), ('in UTC', 'Cleo', 'owner', '2024-01-01'),
            ('in UTC', 'Ada', 'owner', '2024-01-02')
          ) m (book, person, role, day) join book b on b.name = book join person p on p.name = person`),
      name,
    );
    await migrate(config);
    const books = await asSuperuser(
      (sql) => sql`select name, zone, month_start, week_start from book order by name`,
      name,
    );
    expect(books.map((book) => ({ ...book }))).toEqual([
      { name: 'in UTC', zone: 'UTC', month_start: 1, week_start: 1 },
      { name: 'of nobody', zone: 'UTC', month_start: 1, week_start: 1 },
      { name: 'shared', zone: 'Asia/Tokyo', month_start: 1, week_start: 7 },
    ]);
  });

  it('are found by pods with the role of before, without a pause', async () => {
    const { config } = await start();
    await migrate(config, () => {}, before);
    const next = { ...config, app: { ...config.app, user: `${config.app.user}_2` } };
    made.unshift(() => asSuperuser((sql) => sql.unsafe(`drop role ${next.app.user}`)));
    await migrate(next);
    const pod = connect({ ...config.app, poolSize: 1 });
    made.push(() => pod.end());
    await expect(pod`select find_session(${Buffer.alloc(32)}, null)`).resolves.toEqual([]);
  });
});

async function start() {
  const database = await emptyDatabase();
  made.push(database.drop);
  return database;
}
