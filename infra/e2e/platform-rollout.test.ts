import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownNamespace } from './cluster.ts';
import { describeDeployed } from './needs.ts';
import { type Deployed, devStack } from './platform/deployed.ts';
import { type Household, household } from './platform/household.ts';
import { readWhile } from './platform/readers.ts';
import { rollouts, settled } from './platform/rollouts.ts';
import { kill } from './run.ts';
import { changes, UNATTENDED } from './workspace.ts';

const NAMESPACE = ownNamespace('finance-e2e-rollout');
const PAYEE = 'Bakery';

describeDeployed('a change of the dev stack, while people read', () => {
  let dev: Deployed;
  let home: Household;
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
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
  ])('of %s is one rollout that nobody notices', async (what, path, value) => {
    const before = await rollouts(NAMESPACE);
    await dev.stack.set(path, value);
    await unnoticed(what, async () => {
      await dev.stack.up();
      await settled(NAMESPACE);
    });
    expect(await rollouts(NAMESPACE)).toBe(before + 1);
  });

  // The database takes one password at a time, and restarts for its owner's: there is a moment without it.
  // The app reads only the first.
  it.each([
    ['database', 1],
    ['databaseOwner', 0],
  ])('of the %s password is %d rollouts of the app, after which all is there', async (secret, rolls) => {
    const before = await rollouts(NAMESPACE);
    await dev.stack.set(`secrets.rotation.${secret}`, '2');
    const { right, wrong } = await readWhile(home, PAYEE, async () => {
      await dev.stack.up();
      await settled(NAMESPACE);
    });
    console.log(`the ${secret} password: ${right} pages as they should be, ${wrong} others`);
    expect(await rollouts(NAMESPACE)).toBe(before + rolls);
    expect((await home.person.get(home.list)).body).toContain(PAYEE);
  });

  it('to an image that cannot be pulled ends within two minutes, says so, and nobody notices', async () => {
    await dev.stack.set('web.image', 'finance-platform/web:0.0.0-wrong');
    await unnoticed('a wrong image', async () => {
      const { code, output, seconds } = await dev.stack.start('pulumi', 'up', ...UNATTENDED).ended;
      console.log(`wrong image: ended after ${seconds.toFixed(1)} s`);
      expect(code).not.toBe(0);
      expect(seconds).toBeLessThan(120);
      expect(output).toMatch(/\[(ErrImagePull|ImagePullBackOff)\].*finance-platform\/web:0\.0\.0-wrong/);
    });
    await dev.stack.set('web.image', dev.image);
    await dev.stack.up();
  });

  it('that is killed in the middle is finished by one command', async () => {
    await dev.stack.set('web.logLevel', 'error');
    await unnoticed('a killed change', async () => {
      const running = dev.stack.start('pulumi', 'up', ...UNATTENDED);
      await running.says(/Deployment web\/server updating/);
      await kill(running);
      const recovered = await dev.stack.start('npm', 'run', 'recover', '--', ...UNATTENDED).ended;
      expect(recovered.code, recovered.output).toBe(0);
      console.log(`recovery: ${recovered.seconds.toFixed(1)} s`);
      await settled(NAMESPACE);
    });
    expect(Object.keys(changes(await dev.stack.up('--expect-no-changes')))).toEqual(['unchanged']);
  });

  async function unnoticed(what: string, done: () => Promise<void>): Promise<void> {
    const { right, wrong, examples } = await readWhile(home, PAYEE, done);
    console.log(`${what}: ${right} pages as they should be, ${wrong} others`);
    expect({ wrong, examples }).toEqual({ wrong: 0, examples: [] });
    expect(right).toBeGreaterThan(100);
  }
});
