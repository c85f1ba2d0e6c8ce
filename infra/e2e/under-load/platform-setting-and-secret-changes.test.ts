import { afterAll, beforeAll, expect, it } from 'vitest';
import { get, kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';
import { readWhile } from '../platform/read-load.ts';
import { rollouts, settled } from '../platform/rollout-status.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { changes, UNATTENDED } from '../pulumi-workspace.ts';
import { kill } from '../run-process.ts';
import { newcomersWhile } from './sign-up-load.ts';
import { type Spending, spendWhile } from './write-load.ts';

const NAMESPACE = ownNamespace('finance-e2e-rollout');
const PAYEE = 'Bakery';

describeDeployed('a change of the dev stack, while people read and write', () => {
  let dev: Deployed;
  let home: Household;
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
    await dev.stack.set('bridge:timeouts.Deployment', '240'); // pods start slowly when several tests share a machine
    await dev.stack.up();
    await settled(NAMESPACE);
    home = await household(dev.origin);
    await home.spend(PAYEE, '3.80');
  });
  afterAll(async () => {
    home?.person.close();
    await dev.remove();
  });

  it.each([
    ['a setting', 'web.logLevel', 'warn'],
    ['the Redis password', 'secrets.rotation.redis', '2'],
    ['the database password', 'secrets.rotation.database', '2'],
  ])('of %s is one rollout that nobody notices', async (what, path, value) => {
    const before = await rollouts(NAMESPACE);
    await dev.stack.set(path, value);
    await unnoticed(what, async () => {
      await dev.stack.up();
      await settled(NAMESPACE);
    });
    expect(await rollouts(NAMESPACE)).toBe(before + 1);
  });

  it('of the session secret signs nobody out, neither who is there nor who comes', async () => {
    const before = await rollouts(NAMESPACE);
    await dev.stack.set('secrets.rotation.session', '2');
    await unnoticed('the session secret', async () => {
      const came = await newcomersWhile(dev.origin, async () => {
        await dev.stack.up();
        await settled(NAMESPACE);
      });
      console.log(`the session secret: ${came} people signed up meanwhile`);
      expect(came).toBeGreaterThan(2);
    });
    expect(await rollouts(NAMESPACE)).toBe(before + 1);
  });

  it('of the passwords of the owner of the database and of who dumps it moves no pod', async () => {
    const before = await pods();
    await dev.stack.set('secrets.rotation.databaseOwner', '2');
    await dev.stack.set('secrets.rotation.databaseBackup', '2');
    await unnoticed('the passwords of the owner and of who dumps', () => dev.stack.up());
    expect(await pods()).toEqual(expect.arrayContaining([...before])); // the autoscaler may have added one
    expect(await asDumper('select current_user')).toContain('finance_backup');
    const said = await kubectl(
      'logs',
      '--namespace',
      NAMESPACE,
      '--selector',
      'app.kubernetes.io/name=migrate',
    );
    expect(said).toContain('had the password of before: it has the new one');
  });

  it('to an image that cannot be pulled ends soon, says so, and nobody notices', async () => {
    await dev.stack.set('web.image', 'finance-platform/web:0.0.0-wrong');
    await unnoticed('a wrong image', async () => {
      const { code, output, seconds } = await dev.stack.start('pulumi', 'up', ...UNATTENDED).ended;
      console.log(`wrong image: ended after ${seconds.toFixed(1)} s`);
      expect(code).not.toBe(0);
      expect(output).not.toContain('is not ready after'); // it did not wait for the timeout
      expect(output).toContain('image finance-platform/web:0.0.0-wrong cannot be pulled: ');
    });
    await dev.stack.set('web.image', dev.image);
    await dev.stack.up();
  });

  it('that is killed in the middle is finished by one command', async () => {
    await dev.stack.set('web.logLevel', 'error');
    await unnoticed('a killed change', async () => {
      const running = dev.stack.start('pulumi', 'up', ...UNATTENDED);
      await running.says(/Deployment web\/server .*pods ready/);
      await kill(running);
      const recovered = await dev.stack.start('npm', 'run', 'recover', '--', ...UNATTENDED).ended;
      expect(recovered.code, recovered.output).toBe(0);
      console.log(`recovery: ${recovered.seconds.toFixed(1)} s`);
      await settled(NAMESPACE);
    });
    expect(Object.keys(changes(await dev.stack.up('--expect-no-changes')))).toEqual(['unchanged']);
  });

  /** Identity and restart count of every pod, except those of the migration. */
  async function pods(): Promise<readonly string[]> {
    const { items } = (await get(
      ...['pods', '--namespace', NAMESPACE, '--selector', 'app.kubernetes.io/name!=migrate'],
    )) as {
      items: Array<{
        metadata: { uid: string };
        status: { containerStatuses: Array<{ restartCount: number }> };
      }>;
    };
    return items
      .map(({ metadata, status }) => `${metadata.uid} ${status.containerStatuses[0]?.restartCount}`)
      .toSorted();
  }

  /** Queries the database as the role that dumps it, with the password in the cluster's Secret. */
  async function asDumper(sql: string): Promise<string> {
    const { data } = await get('secret', 'database-backup', '--namespace', NAMESPACE);
    const password = Buffer.from(data.DB_BACKUP_PASSWORD, 'base64').toString();
    const inside = ['exec', '--namespace', NAMESPACE, 'postgres-0', '--', 'env', `PGPASSWORD=${password}`];
    return kubectl(...inside, 'psql', '--host=127.0.0.1', '--username=finance_backup', 'finance', '-tc', sql);
  }

  async function unnoticed(what: string, done: () => Promise<unknown>): Promise<void> {
    let spent: Spending = { written: [], refused: [] };
    const { right, wrong, examples } = await readWhile(home, PAYEE, async () => {
      spent = await spendWhile(home.spend, PAYEE, done);
    });
    const { written, refused } = spent;
    console.log(
      `${what}: ${right} pages as they should be, ${wrong} others; ${written.length} rows written, ${refused.length} refused`,
    );
    expect({ wrong, examples, refused }).toEqual({ wrong: 0, examples: [], refused: [] });
    expect(Math.min(right, written.length)).toBeGreaterThan(20);
  }
});
