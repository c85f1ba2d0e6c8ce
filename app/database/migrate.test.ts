import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { asSuperuser } from '../testing/connect-as-superuser.ts';
import { emptyDatabase } from '../testing/databases.ts';
import { connect } from './connect.ts';
import { type MigrationConfig, migrate, whenThere } from './migrate.ts';
import { type Migration, migrationFiles } from './migration-files.ts';
import { whyWait } from './wait-for-migrations.ts';

const made: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of made.splice(0).reverse()) await undo();
});

describe('migrating', () => {
  it('makes the schema and the role, and says so; a second time there is nothing to do', async () => {
    const { config } = await start();
    const first = await said(config);
    expect(first[0]).toBe(`role ${config.app.user} created`);
    expect(first[1]).toMatch(/^0001-people\.sql applied in \d+ ms$/);
    const again = await said(config);
    expect(again.join('\n')).toMatch(/has its password\nnothing to apply, the schema is at \d{4}/);
  });

  it('gives a role that may change rows and nothing else', async () => {
    const { config } = await start();
    await migrate(config);
    const app = asApp(config);
    const [rights] = await app`select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication
      from pg_roles where rolname = current_user`;
    expect(Object.values(rights ?? {})).toEqual([false, false, false, false, false]);
    await app`select sign_up('a@b.cd', 'A', 'x', 'EUR', 'en', 'UTC')`;
    await expect(
      app`insert into person (email, name, password_hash) values ('b@b.cd', 'B', 'x')`,
    ).rejects.toThrow(/row-level security/);
    await expect(app`create table mine (a int)`).rejects.toThrow(/permission denied/);
    await expect(app`create temp table mine (a int)`).rejects.toThrow(/permission denied/);
    await expect(app`drop table person`).rejects.toThrow(/must be owner/);
    await expect(app`delete from migration`).rejects.toThrow(/permission denied/);
    await expect(app`alter table person disable row level security`).rejects.toThrow(/must be owner/);
  });

  it('gives the worker a role that may call what the queue has, and by itself reads no row of a household', async () => {
    const { config, worker } = await startWithWorker();
    await migrate(config);
    const sql = asApp({ ...config, app: { ...config.app, ...worker } });
    await sql`select worker.put_nightly('{expire-jobs}')`;
    const [job] = await sql`select kind, attempt from worker.take_job('{expire-jobs}')`;
    expect(job).toEqual({ kind: 'expire-jobs', attempt: 1 });
    expect(await sql`select from migration`).not.toHaveLength(0); // read by wait-for-migrations.ts
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname in ('public', 'worker') and tablename <> 'migration'`;
    expect(tables.length).toBeGreaterThan(10);
    const seen: string[] = [];
    for (const { name } of tables) {
      const removal = `delete from ${name}`;
      // What an undo takes away, and lines of rows that a rule splits; without a job the worker sees none of them.
      const mayGo = /^public\.(account|posting|transaction|transaction_tag)$/.test(name);
      for (const step of [...(mayGo ? [] : [removal]), `truncate ${name}`])
        await expect(sql.unsafe(step), step).rejects.toThrow(/permission denied/);
      const [rights] = await sql`
        select has_table_privilege(${name}, 'select') as sees, has_table_privilege(${name}, 'insert, update') as writes`;
      if (rights?.['sees']) seen.push(name);
      else expect(rights?.['writes'], name).toBe(false);
    }
    // What the import of a file and the entering of what is due need: policies show rows of it to a transaction that a job has opened, and to no other.
    expect(seen.toSorted()).toEqual(
      [
        ...[
          'account',
          'act',
          'audit',
          'category',
          'import',
          'import_row',
          'mapping',
          'occurrence',
          'payee',
          'posting',
          'receipt',
          'rule',
        ],
        ...['schedule', 'schedule_look', 'tag', 'transaction', 'transaction_tag'],
      ].map((table) => `public.${table}`),
    );
    const opening = await sql<{ name: string }[]>`
      select oid::regprocedure::text as name from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef and has_function_privilege(oid, 'execute')
        and prorettype <> 'trigger'::regtype`;
    expect(opening.map(({ name }) => name).toSorted()).toEqual([
      ...[
        'account_of_undone_act(uuid,text)',
        'act_undone_by_job()',
        'acting_book()',
        'acting_importer()',
        'acting_person()',
        'acting_role()',
        'name_in_book(uuid)',
        'opened_by_job_without_import()',
        'opened_by_other_job()',
        'raise_version()',
        'writable_book()',
      ],
    ]);
    const [rights] = await sql`select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole as any
      from pg_roles where rolname = current_user`;
    expect(rights).toEqual({ any: false });
    await expect(sql`create table mine (a int)`).rejects.toThrow(/permission denied/);
    await expect(sql`create table worker.mine (a int)`).rejects.toThrow(/permission denied/);
  });

  it('lets nobody else into the queue: the app only puts jobs', async () => {
    const { config } = await startWithWorker();
    await migrate(config);
    const app = asApp(config);
    expect(await app`select put_job('note', '{}') as id`).toEqual([{ id: null }]);
    await expect(app`select from worker.job`).rejects.toThrow(/permission denied for schema worker/);
    await expect(app`select from worker.take_job('{note}')`).rejects.toThrow(/permission denied for schema/);
    const [open] = await asSuperuser(
      (sql) => sql`
        select count(*)::int as count from pg_proc
        where pronamespace = 'worker'::regnamespace and has_function_privilege('pg_read_all_data', oid, 'execute')`,
      config.app.name,
    );
    expect(open).toEqual({ count: 0 });
  });

  it('leaves the role of before to workers that still run, for a day', async () => {
    const { config, worker } = await startWithWorker();
    await migrate(config);
    await migrate({ ...config, worker: { user: `${worker.user}_2`, password: 'second' } });
    expect((await endOf(worker.user))[0]?.hours).toBeCloseTo(24, 0);
    await expect(
      asApp({ ...config, app: { ...config.app, ...worker } })`select from migration`,
    ).resolves.toBeDefined();
  });

  it('gives reports a role that reads the views of the figures, and nothing else', async () => {
    const { config, reports } = await startWithReports();
    await migrate(config);
    const sql = asApp({ ...config, app: { ...config.app, ...reports } });
    await asApp(config)`select sign_up('a@b.cd', 'A', 'x', 'EUR', 'en', 'UTC')`;
    expect(await sql`select currency from reports.book`).toEqual([{ currency: 'EUR' }]); // past row-level security
    expect(await sql`select from reports.category`).not.toHaveLength(0);
    await expect(sql.unsafe(QUERY_OF_PAGE)).resolves.toEqual([]);
    const columns = await sql<{ name: string }[]>`
      select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = 'reports' order by table_name, ordinal_position`;
    expect(columns.map(({ name }) => name)).toEqual(REPORTED);
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'worker')`;
    expect(tables.length).toBeGreaterThan(10);
    for (const { name } of tables)
      await expect(sql.unsafe(`select from ${name}`), name).rejects.toThrow(/permission denied/);
    for (const step of [
      'delete from reports.book',
      'insert into reports.book default values',
      'create table mine (a int)',
      'create temp table mine (a int)',
      'create view reports.mine as select 1 as one',
    ]) {
      await expect(
        sql.begin('read write', (tx) => tx.unsafe(step)),
        step,
      ).rejects.toThrow(/permission denied/);
    }
    const [callable] = await sql`
      select count(*)::int as count from pg_proc
      where pronamespace in ('public'::regnamespace, 'worker'::regnamespace) and prosecdef
        and prorettype <> 'trigger'::regtype and has_function_privilege(oid, 'execute')`;
    expect(callable).toEqual({ count: 0 });
  });

  it('limits the connections of reports, and their time', async () => {
    const { config, reports } = await startWithReports();
    await migrate({ ...config, reports: { ...reports, connections: 1 } });
    const as = { ...config, app: { ...config.app, ...reports } };
    const sql = asApp(as);
    const [role] = await sql`select rolconfig as defaults from pg_roles where rolname = current_user`;
    expect(role?.['defaults']).toEqual([
      'default_transaction_read_only=on',
      'statement_timeout=60s',
      'lock_timeout=1s',
      'idle_in_transaction_session_timeout=15s',
    ]);
    await expect(asApp(as)`select 1`).rejects.toThrow(/too many connections for role/);
  });

  it('ends what reports were given once nobody asks for them, for those who are signed in too', async () => {
    const { config, reports } = await startWithReports();
    await migrate(config);
    const sql = asApp({ ...config, app: { ...config.app, ...reports } });
    await sql`select from reports.book`;
    const { reports: _, ...without } = config;
    expect(await said(without)).toContain(`role ${reports.user} reads no reports any more`);
    await expect(sql`select from reports.book`).rejects.toThrow(/permission denied for schema reports/);
    await expect(asApp({ ...config, app: { ...config.app, ...reports } })`select 1`).rejects.toThrow(
      /not permitted to log in/,
    );
    expect((await said(without)).join()).not.toContain('reads no reports');
    await migrate(config);
    await expect(
      asApp({ ...config, app: { ...config.app, ...reports } })`select from reports.book`,
    ).resolves.toBeDefined();
  });

  it('gives reports another password at once', async () => {
    const { config, reports } = await startWithReports();
    await migrate(config);
    await migrate({ ...config, reports: { ...reports, password: 'second' } });
    await expect(asApp({ ...config, app: { ...config.app, ...reports } })`select 1`).rejects.toThrow(
      /password authentication failed/,
    );
  });

  it('lets the app use tables that a later migration adds', async () => {
    const { config } = await start();
    await migrate(config);
    const later = migration(9999, 'create table later (a int)');
    await migrate(config, () => {}, [...migrationFiles(), later]);
    await expect(asApp(config)`insert into later values (1)`).resolves.toBeDefined();
  });

  it('changes the password of a role that is there, and the old one is refused', async () => {
    const { config } = await start();
    await migrate(config);
    const rotated = { ...config, app: { ...config.app, password: "n'ew-p%20assword" } };
    await migrate(rotated);
    await expect(asApp(rotated)`select 1`).resolves.toBeDefined();
    await expect(asApp(config)`select 1`).rejects.toThrow(/password authentication failed/);
  });

  it('leaves the role of before to pods that still run, for a day, and ends older ones', async () => {
    const { config } = await start();
    const round = (number: number) =>
      asRound(config, number === 1 ? config.app.user : `${config.app.user}_${number}`, `password-${number}`);
    await migrate(round(1));
    await migrate(round(2));
    await expect(asApp(round(1))`select from person`).resolves.toBeDefined();
    await expect(asApp(round(2))`select from person`).resolves.toBeDefined();
    const [first] = await endOf(config.app.user);
    expect(first?.hours).toBeCloseTo(24, 0);

    expect(await said(round(3))).toContainEqual(
      expect.stringMatching(/^role test_\w+_app of before ends at 2/),
    );
    await expect(asApp(round(1))`select 1`).rejects.toThrow(/password authentication failed/);
    await expect(asApp(round(2))`select from person`).resolves.toBeDefined();
    expect((await said(round(3))).join()).not.toContain('ends at');
  });

  it('takes a role of before back', async () => {
    const { config } = await start();
    const later = asRound(config, `${config.app.user}_2`, 'second');
    for (const round of [config, later, config]) await migrate(round);
    expect(await endOf(config.app.user)).toEqual([{ hours: null }]);
    expect((await endOf(later.app.user))[0]?.hours).toBeCloseTo(24, 0);
  });

  it('ends no role of another app', async () => {
    const [one, other] = [await start(), await start()];
    await migrate(one.config);
    await migrate(asRound(other.config, `${other.config.app.user}_2`, 'second'));
    expect(await endOf(one.config.app.user)).toEqual([{ hours: null }]);
  });

  it('gives the owner its new password itself, and refuses the old one from then on', async () => {
    const { config } = await start();
    const before = { ...config.owner, user: `${config.app.user}_owner`, password: 'of-before' };
    await asSuperuser((sql) =>
      sql.unsafe(`create role ${before.user} login createrole password '${before.password}'`),
    );
    made.unshift(() => asSuperuser((sql) => sql.unsafe(`drop role ${before.user}`)).then(() => {}));
    await asSuperuser(
      (sql) =>
        sql.unsafe(
          `alter database ${config.owner.name} owner to ${before.user}; alter schema public owner to ${before.user}`,
        ),
      config.owner.name,
    );
    const rotated = {
      ...config,
      owner: { ...before, password: 'the-new-one' },
      previousOwnerPassword: 'of-before',
    };
    expect(await said(rotated)).toContain(
      `role ${before.user} had the password of before: it has the new one`,
    );
    expect((await said(rotated)).join()).not.toContain('of before');
    await expect(migrate({ ...config, owner: before })).rejects.toThrow(/password authentication failed/);
    const lost = { ...rotated, owner: { ...before, password: 'a-third' }, previousOwnerPassword: 'a-fourth' };
    await expect(migrate(lost)).rejects.toThrow('neither with its password nor with the one before');
  });

  it('leaves the functions of an extension to the superuser, who created it, as CloudNativePG does', async () => {
    const { config } = await start();
    const owner = { ...config.owner, user: `${config.app.user}_owner`, password: 'of-the-owner' };
    await asSuperuser((sql) =>
      sql.unsafe(`create role ${owner.user} login createrole password '${owner.password}'`),
    );
    made.unshift(() => asSuperuser((sql) => sql.unsafe(`drop role ${owner.user}`)).then(() => {}));
    await asSuperuser(
      (sql) =>
        sql.unsafe(`
          alter database ${config.owner.name} owner to ${owner.user}; alter schema public owner to ${owner.user};
          create extension pg_stat_statements schema public`),
      config.owner.name,
    );
    expect((await said({ ...config, owner })).join('\n')).toContain('0001-people.sql applied');
    const app = asApp(config);
    await app`select sign_up('a@b.cd', 'A', 'x', 'EUR', 'en', 'UTC')`;
    await expect(app`select pg_stat_statements_reset()`).rejects.toThrow(/permission denied/);
  });

  it('makes who reads statistics where the owner may give that, as in RDS', async () => {
    const { config } = await start();
    const owner = { ...config.owner, user: `${config.app.user}_owner`, password: 'of-the-owner' };
    const user = `${config.app.user}_metrics`;
    await asSuperuser(
      (sql) =>
        sql.unsafe(`
          create role ${owner.user} login createrole password '${owner.password}';
          grant pg_monitor to ${owner.user} with admin option;
          alter database ${owner.name} owner to ${owner.user};
          alter schema public owner to ${owner.user}`),
      owner.name,
    );
    made.unshift(() =>
      asSuperuser((sql) => sql.unsafe(`drop role ${user}; drop role ${owner.user}`)).then(() => {}),
    );
    const beside = [{ user, password: 'who-watches', of: 'pg_monitor' as const }];
    expect(await said({ ...config, owner, beside })).toContain(`role ${user} created`);
    expect(await said({ ...config, owner, beside })).toContain(`role ${user} has its password`);
    const watcher = asApp({
      ...config,
      app: { ...config.app, user, password: 'who-watches', name: 'postgres' },
    });
    const [all] = await watcher`select pg_has_role(current_user, 'pg_read_all_stats', 'usage') as reads`;
    expect(all).toEqual({ reads: true });
    expect(
      Object.values(
        (await watcher`select rolsuper, rolcreaterole from pg_roles where rolname = current_user`)[0] ?? {},
      ),
    ).toEqual([false, false]);
  });

  it('gives roles that the server made their new passwords, which it may rule and not be', async () => {
    const { config } = await start();
    const owner = { ...config.owner, user: `${config.app.user}_owner`, password: 'of-the-owner' };
    const user = `${config.app.user}_backup`;
    // Same statements as in infra/workloads/database/roles.sh.
    await asSuperuser(
      (sql) =>
        sql.unsafe(`
          create role ${owner.user} login createrole password '${owner.password}';
          create role ${user} login bypassrls password 'of-before';
          grant ${user} to ${owner.user} with admin true, inherit false, set false;
          grant connect on database ${owner.name} to ${user};
          alter database ${owner.name} owner to ${owner.user};
          alter schema public owner to ${owner.user}`),
      owner.name,
    );
    made.unshift(() => asSuperuser((sql) => sql.unsafe(`drop role ${user}, ${owner.user}`)).then(() => {}));
    const beside = [
      { user, password: 'the-new-one' },
      { user: 'nobody-yet', password: 'x', of: 'pg_monitor' as const },
    ];
    const lines = await said({ ...config, owner, beside });
    expect(lines).toContain(`role ${user} has its password`);
    expect(lines).toContain('role nobody-yet is not there yet: the next start of the server makes it');
    const as = (password: string) => asApp({ ...config, app: { ...config.app, user, password } });
    await expect(as('the-new-one')`select 1`).resolves.toBeDefined();
    await expect(as('of-before')`select 1`).rejects.toThrow(/password authentication failed/);
    const ruler = asApp({ ...config, app: owner });
    await expect(ruler`set role ${ruler(user)}`).rejects.toThrow(/permission denied to set role/);
  });

  it('takes away what somebody gave the role by hand', async () => {
    const { config, name } = await start();
    await migrate(config);
    await asSuperuser((sql) => sql.unsafe(`alter role ${config.app.user} bypassrls`));
    const owner = { ...config.owner, user: 'postgres', password: 'superuser-of-the-tests' };
    expect(await said({ ...config, owner })).toContain(
      `role ${config.app.user} had rights it must not have: taken away`,
    );
    const [role] = await asSuperuser(
      (sql) => sql`select rolbypassrls from pg_roles where rolname = ${config.app.user}`,
      name,
    );
    expect(role?.['rolbypassrls']).toBe(false);
  });

  it('sends the server a verifier and not the password, so that no log can hold it', async () => {
    const { config, name } = await start();
    // A password sent in plain text would now be stored as MD5.
    await asSuperuser((sql) => sql.unsafe(`alter database ${name} set password_encryption = 'md5'`));
    const lines = await said(config);
    const [role] = await asSuperuser(
      (sql) => sql`select rolpassword from pg_authid where rolname = ${config.app.user}`,
    );
    expect(role?.['rolpassword']).toMatch(/^SCRAM-SHA-256\$4096:/);
    expect(lines.join()).not.toContain(config.app.password);
  });

  it('refuses a migration that was changed after it was applied', async () => {
    const { config } = await start();
    const [first] = migrationFiles();
    if (!first) throw new Error('there is no first migration');
    await migrate(config, () => {}, [first]);
    const changed = { ...first, checksum: 'other' };
    await expect(migrate(config, () => {}, [changed])).rejects.toThrow(/0001-people\.sql was applied before/);
  });

  it('leaves nothing of a migration that fails, and all of those before it', async () => {
    const { config } = await start();
    const good = migration(1, 'create table good (a int)');
    const bad = migration(2, 'create table half (a int); create table half (a int)');
    await expect(migrate(config, () => {}, [good, bad])).rejects.toThrow(/already exists/);
    const tables = await asSuperuser(
      (sql) => sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
      config.owner.name,
    );
    expect(tables.map((row) => row['name']).sort()).toEqual(['good', 'migration']);
  });

  it('takes turns when two jobs run at once', async () => {
    const { config } = await start();
    const lines = await Promise.all([said(config), said(config)]);
    expect(lines.flat().filter((line) => line.startsWith('0001-people.sql applied'))).toHaveLength(1);
  });

  it('is content with a schema that is newer than the image', async () => {
    const { config } = await start();
    const [first, second] = [migration(1, 'select 1'), migration(2, 'select 1')];
    await migrate(config, () => {}, [first, second]);
    await expect(migrate(config, () => {}, [first])).resolves.toBeUndefined();
  });
});

describe('a migration that comes before Postgres', () => {
  it('waits for it, and says so once', async () => {
    const { config } = await start();
    const door = createServer((client) => {
      client.pipe(createConnection(config.owner)).pipe(client);
    });
    door.listen(0, '127.0.0.1');
    await once(door, 'listening');
    const { port } = door.address() as AddressInfo;
    door.close();
    await once(door, 'close');

    const lines: string[] = [];
    const say = (line: string) => lines.push(line);
    const behindDoor = { app: { ...config.app, port }, owner: { ...config.owner, port } };
    const tries = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let tried = 0;
    const again = async () => {
      tries[tried++]?.resolve();
      await migrate(behindDoor, say);
    };
    const done = whenThere(again, say);
    await Promise.all(tries.map(({ promise }) => promise));
    expect(lines).toEqual(['Postgres does not answer yet (ECONNREFUSED): waiting for it']);
    door.listen(port, '127.0.0.1');
    await done;
    door.close();
    expect(lines.at(-1)).toMatch(/now at/);
  });

  it('gives up in the end, and at once when waiting would not help', async () => {
    const { config } = await start();
    const nowhere = { app: config.app, owner: { ...config.owner, port: 1 } };
    await expect(
      whenThere(
        () => migrate(nowhere),
        () => {},
        100,
      ),
    ).rejects.toThrow('ECONNREFUSED');
    const stranger = { app: config.app, owner: { ...config.owner, password: 'wrong' } };
    await expect(
      whenThere(
        () => migrate(stranger),
        () => {},
      ),
    ).rejects.toThrow('password');
  });
});

describe('waiting', () => {
  it('names what is missing, until nothing is', async () => {
    const { config } = await start();
    expect(await whyWait(asApp(config))).toBe('the app may not sign in to Postgres yet');
    const files = migrationFiles();
    await migrate(config, () => {}, files.slice(0, 1));
    const needed = ['0001-people.sql', '9999-more.sql'];
    expect(await whyWait(asApp(config), needed)).toBe('the schema lacks 9999-more.sql');
    expect(await whyWait(asApp(config), ['0001-people.sql'])).toBeUndefined();
  });

  it('says when Postgres is not there', async () => {
    const { config } = await start();
    const nowhere = connect({ ...config.app, port: 1 });
    expect(await whyWait(nowhere)).toBe('Postgres does not answer (ECONNREFUSED)');
  });
});

async function start() {
  const database = await emptyDatabase();
  made.push(database.drop);
  return database;
}

/** Starts with a role for the worker as well. */
async function startWithWorker() {
  const { config } = await start();
  const worker = { user: `${config.app.user}_worker`, password: 'of-the-worker' };
  made.unshift(() =>
    asSuperuser((sql) => sql.unsafe(`drop role if exists ${worker.user}, ${worker.user}_2`)).then(() => {}),
  );
  return { config: { ...config, worker }, worker };
}

/** The query that the page of the database shows. */
const QUERY_OF_PAGE =
  /```sql\n(.*?)```/s.exec(
    readFileSync(new URL('../../infra/operations/database.md', import.meta.url), 'utf8'),
  )?.[1] ?? 'none';

/** Columns that a report may see. */
const REPORTED = Object.entries({
  account: 'book_id, id, name, kind, currency, opened_on, closed_on',
  book: 'id, currency, zone, month_start, week_start, created_at',
  category: 'book_id, id, parent_id, kind, role, name',
  posting: 'book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency, state',
  transaction: 'book_id, id, booked_on, kind, state, created_at',
}).flatMap(([view, columns]) => columns.split(', ').map((column) => `${view}.${column}`));

/** Starts with a role for reports as well. */
async function startWithReports() {
  const { config } = await start();
  const reports = { user: `${config.app.user}_reports`, password: 'of-reports', connections: 3 };
  made.unshift(() => asSuperuser((sql) => sql.unsafe(`drop role if exists ${reports.user}`)).then(() => {}));
  return { config: { ...config, reports }, reports };
}

async function said(config: MigrationConfig): Promise<string[]> {
  const lines: string[] = [];
  await migrate(config, (line) => lines.push(line));
  return lines;
}

function asApp({ app }: MigrationConfig) {
  const sql = connect(app);
  made.push(() => sql.end());
  return sql;
}

function asRound(config: MigrationConfig, user: string, password: string): MigrationConfig {
  made.unshift(() => asSuperuser((sql) => sql.unsafe(`drop role if exists ${user}`)).then(() => {}));
  return { ...config, app: { ...config.app, user, password } };
}

function endOf(role: string) {
  return asSuperuser(
    (sql) => sql<{ hours: number | null }[]>`
      select extract(epoch from nullif(rolvaliduntil, 'infinity') - now())::float / 3600 as hours
      from pg_roles where rolname = ${role}`,
  );
}

function migration(number: number, sql: string): Migration {
  return { number, name: `${number}.sql`, sql, checksum: sql, kind: 'whole' };
}
