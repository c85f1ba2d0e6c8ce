import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { asSuperuser } from '../testing/connect-as-superuser.ts';
import { emptyDatabase } from '../testing/databases.ts';
import { type MigrationConfig, migrate } from './migrate.ts';
import { type Migration, migrationFiles } from './migration-files.ts';

const made: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const undo of made.splice(0).reverse()) await undo();
});

const OURS = [migration(1, 'create table book (a int)')];
const NEWER = migration(2, 'create table queue (a int)');
const IMAGE = 'example.test/web@sha256:2222';

describe('a schema that is newer than the image', () => {
  it('stays as it is, rights and passwords too, and still serves it', async () => {
    const { config, name } = await start([...OURS, NEWER]);
    // A right set by the newer image, of which this one cannot know.
    await asSuperuser((sql) => sql.unsafe(`revoke select on queue from ${config.app.user}`), name);
    const before = await stateOf(config);
    const lines = await said(config);
    expect(lines).toEqual([
      'the schema is newer than this image: it has 2.sql besides, so nothing is changed',
      'it still serves this image',
    ]);
    expect(await stateOf(config)).toEqual(before);
  });

  it('is refused where it takes away what the image needs, by the name of the image that made it', async () => {
    const later = migration(3, 'create table more (a int)');
    const { config } = await start([...OURS, { ...NEWER, servesFrom: 2 }, later]);
    const before = await stateOf(config);
    await expect(said(config)).rejects.toThrow(
      'since 2.sql the schema serves only images that have migration 0002, and this one ends with 1.sql. ' +
        `Nothing was changed. Use ${IMAGE}`,
    );
    expect(await stateOf(config)).toEqual(before);
    // The image in between is still served.
    await expect(migrate(config, () => {}, [...OURS, NEWER])).resolves.toBeUndefined();
  });

  it('names what was applied when, where what applied it did not say what it was', async () => {
    const { config } = await start([...OURS, { ...NEWER, servesFrom: 2 }], null);
    await expect(said(config)).rejects.toThrow(/Use the image that applied 2\.sql at 2\d{3}-/);
  });

  it('is refused where it lacks what the image needs', async () => {
    const { config } = await start([...OURS, migration(3, 'select 1')]);
    await expect(migrate(config, () => {}, [...OURS, NEWER])).rejects.toThrow(
      `the schema lacks 2.sql, and only its own image may mend that. Nothing was changed. Use ${IMAGE}`,
    );
  });

  it('is refused where the role of the app is to be another one', async () => {
    const { config } = await start([...OURS, NEWER]);
    const user = `${config.app.user}_2`;
    await expect(said({ ...config, app: { ...config.app, user } })).rejects.toThrow(
      'the app may not sign in to Postgres yet, and only its own image may mend that',
    );
    expect(await asSuperuser((sql) => sql`select from pg_roles where rolname = ${user}`)).toHaveLength(0);
  });
});

describe('a migration that takes something away', () => {
  it('says which images are served from then on', () => {
    const folder = mkdtempSync(join(tmpdir(), 'finance-migrations-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, '0001-add.sql'), 'create table a ();\n');
    writeFileSync(
      join(folder, '0002-take.sql'),
      '-- Nobody asks it since 0001.\n-- serves: 0001\ndrop table a;\n',
    );
    const read = migrationFiles(pathToFileURL(`${folder}/`));
    expect(read.map(({ servesFrom }) => servesFrom)).toEqual([undefined, 1]);
  });

  it('is none of ours that does not say so', () => {
    const takesAway = /^\s*(drop table|alter table.*\b(drop column|rename))\b/im;
    expect(takesAway.test('alter table book drop column zone;')).toBe(true);
    const silent = migrationFiles().filter(({ sql, servesFrom }) => takesAway.test(sql) && !servesFrom);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });
});

/** Creates a database to which an image has applied migrations. */
async function start(migrations: Migration[], image: string | null = IMAGE) {
  const { config, name, drop } = await emptyDatabase();
  made.push(drop);
  await migrate({ ...config, image: image ?? undefined }, () => {}, migrations);
  return { config, name };
}

/** Log lines of the older image. */
async function said(config: MigrationConfig): Promise<string[]> {
  const lines: string[] = [];
  await migrate(config, (line) => lines.push(line), OURS);
  return lines;
}

/** State that it could have changed: tables and their rights, the record, the role. */
async function stateOf({ app }: MigrationConfig) {
  return asSuperuser(
    async (sql) => ({
      tables: [
        ...(await sql`select relname, relacl::text from pg_class where relnamespace = 'public'::regnamespace`),
      ],
      record: [...(await sql`select * from migration order by number`)],
      role: [...(await sql`select rolpassword, rolvaliduntil from pg_authid where rolname = ${app.user}`)],
    }),
    app.name,
  );
}

function migration(number: number, sql: string): Migration {
  return { number, name: `${number}.sql`, sql, checksum: sql, kind: 'whole' };
}
