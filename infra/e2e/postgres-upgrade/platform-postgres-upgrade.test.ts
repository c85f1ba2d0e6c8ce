import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';
import { Visitor } from '../platform/http-client-with-cookies.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { changes } from '../pulumi-workspace.ts';
import { requireSuccess, run } from '../run-process.ts';
import { eventually } from '../wait-until.ts';

const NAMESPACE = ownNamespace('finance-e2e-postgres-upgrade');
const BUILDER = join(import.meta.dirname, '../../../../shared/cluster/cluster');

/* One stack goes from Postgres 17 to the version of the stack files, so each test builds on the one before. */
describeDeployed(
  'the dev stack on Postgres 17',
  () => {
    let dev: Deployed;
    let house: Household;
    let image: string;
    let before: readonly string[];
    beforeAll(async () => {
      requireSuccess(
        'the image of 17',
        await run(BUILDER, ['build', '-t', 'postgres:17', import.meta.dirname]),
      );
      dev = await devStack(NAMESPACE);
      image = (await dev.stack.pulumi('config', 'get', '--path', IMAGE)).output.trim();
      await dev.stack.set(IMAGE, 'postgres:17');
      await dev.stack.up();
      await answers(dev.origin);
      house = await household(dev.origin);
      await house.spend('Bakery', '3.80');
      await house.spend('Butcher', '12.50');
      expect(await asSuperuser('SHOW server_version')).toMatch(/^17/);
    });
    afterAll(async () => {
      house?.person.close();
      await dev.remove();
    });

    it('is not brought to a newer one, and says what does', async () => {
      before = await contents();
      await dev.stack.set(IMAGE, image);
      const refused = await dev.stack.start('pulumi', 'up', '--yes', '--skip-preview').ended;
      expect(refused.code).not.toBe(0);
      expect(refused.output).toContain('or upgrade its data: npm run upgrade-postgres -- --stack e2e');
      expect(await asSuperuser('SHOW server_version')).toMatch(/^17/);
    });

    it('is left as it was where its rows do not all come over', async () => {
      // Read-only folder in place of a volume without room: the Job cannot create its own in it.
      await inPod('mkdir -p /var/lib/postgresql/18 && chmod 500 /var/lib/postgresql/18');
      const failed = await upgrade().finally(() => inPod('chmod 700 /var/lib/postgresql/18'));
      expect(failed.code).toBe(1);
      expect(failed.output).toContain('failed: the database in use was not changed');
      await answers(dev.origin);
      expect(await contents()).toEqual(before);
    });

    it('is carried with every row and sum, and the app is back on it', async () => {
      const carried = await upgrade();
      requireSuccess('npm run upgrade-postgres', carried);
      console.log(`carried in ${carried.seconds.toFixed(1)} s`);
      expect(carried.output).toMatch(/upgrade: public\.posting: 6 rows, the same/);
      expect(carried.output).toMatch(/upgrade: EUR: 6 postings of 1 books, every sum the same/);
      expect(await asSuperuser('SHOW server_version')).toMatch(/^18/);
      expect(await contents()).toEqual(before);
      await answers(dev.origin);
      const again = await house.signIn();
      expect((await again.get(house.list)).body).toContain('Butcher');
      again.close();
    });

    it('keeps the data of before, and is left alone from then on', async () => {
      expect(await inPod('cat /var/lib/postgresql/17/docker/PG_VERSION')).toBe('17');
      // Functions of 18 that the image of 17 adds belong to its server, and are not carried.
      const ours = "proname IN ('uuidv7', 'casefold') AND pronamespace = 'public'::regnamespace";
      expect(await asSuperuser(`SELECT count(*) FROM pg_proc WHERE ${ours}`, 'finance')).toBe('0');
      expect(Object.keys(changes(await dev.stack.up()))).toEqual(['unchanged']);
      const again = await upgrade();
      expect([again.code, again.output]).toEqual([0, expect.stringContaining('there is nothing to upgrade')]);
      await inside('rm', '-r', '/var/lib/postgresql/17');
      await answers(dev.origin);
    });

    const upgrade = () => dev.stack.start('npm', 'run', 'upgrade-postgres', '--', '--stack', 'e2e').ended;
  },
  existsSync(BUILDER)
    ? undefined
    : 'the image of Postgres 17 is made for the test cluster, which is not here',
);

const IMAGE = 'finance-platform:images.postgres';

/** Waits until the app is ready behind its Ingress, with Postgres behind it. */
async function answers(origin: string): Promise<void> {
  const visitor = new Visitor(origin);
  await eventually('an answer of the app', async () => (await visitor.get('/ready')).status === 200);
  visitor.close();
}

/** Data of people: every posting as text, and all persons. */
async function contents(): Promise<readonly string[]> {
  const rows = await asSuperuser('SELECT p::text FROM posting p ORDER BY 1', 'finance');
  const people = await asSuperuser('SELECT email, name FROM person ORDER BY 1', 'finance');
  return [...rows.split('\n'), people];
}

function asSuperuser(sql: string, database = 'postgres'): Promise<string> {
  return inside(
    'psql',
    '--no-psqlrc',
    '-qtA',
    '-v',
    'ON_ERROR_STOP=1',
    '-U',
    'postgres',
    '-d',
    database,
    '-c',
    sql,
  );
}

/** Runs a shell script in the server's container, as the user that owns its files. */
function inPod(script: string): Promise<string> {
  return inside('sh', '-euc', script);
}

async function inside(...command: readonly string[]): Promise<string> {
  const where = ['postgres-0', '--namespace', NAMESPACE, '--container', 'postgres'];
  return (await kubectl('exec', ...where, '--', ...command)).trim();
}
