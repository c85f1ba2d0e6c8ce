import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AnyObject } from '../../bridge/api/read-and-write-objects.ts';
import { printSecrets } from '../../synth/generate-and-print-secrets.ts';
import { synth } from '../../synth/synth.ts';
import { get, kubectl, kubectlWith } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';
import { Visitor } from '../platform/http-client-with-cookies.ts';
import { settled } from '../platform/rollout-status.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { changes, STACK } from '../pulumi-workspace.ts';
import { readSecrets } from './read-secret-values.ts';

const NAMESPACE = ownNamespace('finance-e2e-kubectl');
const DEV = ['--stack', 'dev'];

describeDeployed('the dev stack, with kubectl alone', () => {
  let dev: Deployed;
  let manifests: string;
  let home: Household;
  let before: Readonly<Record<string, string>>;
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
    const { folder } = dev.stack;
    copyFileSync(join(folder, `Pulumi.${STACK}.yaml`), join(folder, 'Pulumi.dev.yaml'));
    await synth(DEV, () => {}, folder);
    manifests = join(folder, 'charts-out/dev');
  });
  afterAll(async () => {
    home?.person.close();
    await dev.remove();
  });

  it('comes up as infra/cluster/existing/README.md says', async () => {
    const since = performance.now();
    for (const file of readdirSync(manifests).filter((name) => name.startsWith('00-')))
      await kubectl('apply', '--filename', join(manifests, file));
    await kubectlWith(await printSecrets(DEV, {}, dev.stack.folder), 'apply', '--filename', '-');
    const said = await kubectl('apply', '--filename', manifests);
    expect(said).not.toContain('Warning');
    await settled(NAMESPACE);
    console.log(`${said.trim().split('\n').length} objects up after ${secondsSince(since)} s`);
    const visitor = new Visitor(dev.origin);
    expect((await visitor.get('/')).body).toContain('Finance');
    visitor.close();
    home = await household(dev.origin);
    await home.spend('Bakery', '3.80');
  });

  it('does not change when it is applied again', async () => {
    const before = await generations();
    const said = (await kubectl('apply', '--filename', manifests)).trim().split('\n');
    // kubectl always sees a change in these: it compares claim templates as a whole, with the fields that the API server
    // adds, and always sends the selector of a budget.
    expect(said.filter((line) => !line.endsWith(' unchanged'))).toEqual([
      'statefulset.apps/postgres configured',
      'poddisruptionbudget.policy/web configured',
      'poddisruptionbudget.policy/worker configured',
    ]);
    expect(await generations()).toEqual(before);
  });

  it('becomes one of Pulumi, each object the same as before', async () => {
    before = await uids();
    const secrets = await readSecrets(NAMESPACE);
    const args = ['run', '--silent', 'adopt', '--', '--stack', STACK, '--yes'];
    const { code, output, seconds } = await dev.stack.start('npm', ...args).ended;
    expect(code, output).toBe(0);
    console.log(`adopt: ${seconds.toFixed(1)} s, ${Object.keys(before).length} objects of the namespace`);
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining([
        'StatefulSet postgres',
        'PersistentVolumeClaim data-postgres-0',
        'Deployment web',
        'Secret database-web',
      ]),
    );
    expect(await uids()).toEqual(before);
    expect(await readSecrets(NAMESPACE)).toEqual(secrets);
    const written = dev.stack.written();
    for (const secret of secrets) expect(written).not.toContain(secret);
  });

  it('still knows who signed up, and what they spent', async () => {
    await settled(NAMESPACE);
    const person = await home.signIn();
    expect((await person.get(home.list)).body).toContain('Bakery');
    person.close();
    expect((await home.person.get(home.list)).body).toContain('Bakery');
  });

  it('is all that Pulumi wants', async () => {
    expect(Object.keys(changes(await dev.stack.up('--expect-no-changes')))).toEqual(['unchanged']);
  });
});

const KINDS =
  'serviceaccount,configmap,secret,service,pvc,statefulset,deployment,cronjob,ingress,hpa,pdb,networkpolicy,role,rolebinding';

/** Identities (uid) of the objects, by kind and name, without those that Pulumi replaces, such as Jobs. */
async function uids(): Promise<Readonly<Record<string, string>>> {
  const inside = await get(KINDS, '--namespace', NAMESPACE);
  const all = [...inside.items, await get('namespace', NAMESPACE)];
  return Object.fromEntries(all.map(({ kind, metadata }) => [`${kind} ${metadata.name}`, metadata.uid]));
}

/** Generation of each object; of Deployments the revision, since the autoscaler may change their replicas. */
async function generations(): Promise<Readonly<Record<string, number>>> {
  const { items } = await get(
    'statefulset,pdb,deployment,networkpolicy,cronjob,job',
    '--namespace',
    NAMESPACE,
  );
  return Object.fromEntries(
    items.map(({ kind, metadata }: AnyObject) => [
      `${kind} ${metadata.name}`,
      kind === 'Deployment'
        ? Number(metadata.annotations['deployment.kubernetes.io/revision'])
        : metadata.generation,
    ]),
  );
}

function secondsSince(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
