import { afterAll, beforeAll, expect, it } from 'vitest';
import { get } from './cluster.ts';
import { describeDeployed } from './needs.ts';
import { type Deployed, devStack } from './platform/deployed.ts';
import { type Household, household } from './platform/household.ts';
import { portForward } from './platform/port-forward.ts';
import { readSecrets } from './platform/secrets.ts';
import { Visitor } from './platform/visitor.ts';
import { changes, UNATTENDED } from './workspace.ts';

const NAMESPACE = 'finance-e2e-deploy';

describeDeployed('the dev stack', () => {
  let dev: Deployed;
  let home: Household;
  let objects: number;
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
  });
  afterAll(() => dev.remove());

  it('comes up from nothing', async () => {
    const up = await dev.stack.up();
    console.log(`up from nothing: ${up.seconds.toFixed(1)} s, ${changes(up)['created']} created`);
    expect(Object.keys(changes(up))).toEqual(['created']);
    objects = changes(up)['created'] ?? 0;
  });

  it('says where it is', async () => {
    const { output } = await dev.stack.pulumi('stack', 'output', '--json');
    expect(JSON.parse(output)).toEqual({ url: dev.origin, namespace: NAMESPACE });
  });

  it('answers through its Ingress', async () => {
    const visitor = new Visitor(dev.origin);
    expect(await visitor.get('/ready')).toMatchObject({ status: 200 });
    expect((await visitor.get('/')).body).toContain('Finance');
    visitor.close();
  });

  it('answers through its Service', async () => {
    await portForward(NAMESPACE, 'service/web', 80, async (address) => {
      const visitor = new Visitor(dev.origin, address);
      expect(await visitor.get('/ready')).toMatchObject({ status: 200 });
      visitor.close();
    });
  });

  it('lets somebody sign up and write down what they spent', async () => {
    home = await household(dev.origin);
    await home.spend('Bakery', '3.80');
    const { body } = await home.person.get(home.list);
    expect(body).toContain('Bakery');
    expect(body).toContain('3.80');
  });

  it('does not change when nothing changes', async () => {
    const up = await dev.stack.up('--expect-no-changes');
    console.log(`second up: ${up.seconds.toFixed(1)} s`);
    expect(changes(up)).toEqual({ unchanged: objects });
  });

  it('takes settings that are encrypted', async () => {
    await dev.stack.set('mail.host', 'smtp.example.org');
    await dev.stack.set('mail.from', 'finance@example.org');
    await dev.stack.set('secrets.smtpUser', 'smtp-user-of-e2e', '--secret');
    await dev.stack.set('secrets.smtpPassword', 'smtp-password-of-e2e', '--secret');
    const up = await dev.stack.up();
    expect(changes(up)['created']).toBeGreaterThan(0);
    objects += changes(up)['created'] ?? 0;
    expect(await readSecrets(NAMESPACE)).toContain('smtp-password-of-e2e');
  });

  it('leaves no secret readable in what Pulumi keeps', async () => {
    const secrets = await readSecrets(NAMESPACE);
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    const written = dev.stack.written();
    for (const secret of secrets) expect(written).not.toContain(secret);
    expect(written).not.toContain('client-key-data');
  });

  it('leaves nothing when it is destroyed', async () => {
    home.person.close();
    const destroy = await dev.stack.pulumi('destroy', ...UNATTENDED, '--exclude-protected');
    console.log(`destroy: ${destroy.seconds.toFixed(1)} s`);
    expect(changes(destroy)).toEqual({ deleted: objects });
    await expect(get('namespace', NAMESPACE)).rejects.toThrow('not found');
    const volumes = (await get('persistentvolumes')).items as Array<{
      spec: { claimRef?: { namespace: string } };
    }>;
    expect(volumes.filter(({ spec }) => spec.claimRef?.namespace === NAMESPACE)).toEqual([]);
  });
});
