import { afterAll, beforeAll, expect, it } from 'vitest';
import { filtered, pieces } from '../../manifests/placeholder-tokens.ts';
import { get, kubectl, kubectlWith } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { changes, STACK, UNATTENDED, type Workspace } from '../pulumi-workspace.ts';
import { sampleApp } from './app.ts';
import { readSecret } from './read-deployment-and-secret.ts';
import { SAMPLE, sampleWorkspace } from './workspace.ts';

const NAMESPACE = ownNamespace('adopt-e2e');
const VALUES: Readonly<Record<string, string>> = {
  'store.password': 'by/hand',
  'store.host': 'store.example',
};
const KINDS = 'namespace,configmap,secret,service,statefulset,pvc,deployment,ingress,hpa';

describeDeployed('objects that kubectl applied', () => {
  let stack: Workspace;
  let before: Readonly<Record<string, string>>;
  const urnOf = async (end: string) => {
    const { deployment } = JSON.parse((await stack.pulumi('stack', 'export')).output);
    return deployment.resources.find(({ urn }: { urn: string }) => urn.endsWith(end))?.urn;
  };
  beforeAll(async () => {
    stack = await sampleWorkspace({ namespace: NAMESPACE });
    const items = sampleApp({ ...SAMPLE, namespace: NAMESPACE }).charts.flatMap(
      (chart) => chart.toJson() as object[],
    );
    await kubectlWith(
      withValues(JSON.stringify({ apiVersion: 'v1', kind: 'List', items })),
      'apply',
      '--filename',
      '-',
    );
    await kubectl('rollout', 'status', 'statefulset/store', '--timeout=120s', '--namespace', NAMESPACE);
    before = await uids();
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found');
    stack.remove();
  });

  it('are not touched by an up, which says how to take them over', async () => {
    const { code, output } = await stack.start('pulumi', 'up', ...UNATTENDED).ended;
    expect(code).not.toBe(0);
    expect(output).toContain(`in the cluster already, and not in this stack: Namespace ${NAMESPACE}\n`);
    expect(output).toContain(`npm run adopt -- --stack ${STACK}`);
    expect(output).not.toContain('AlreadyExists');
    expect(await uids()).toEqual(before);
  });

  it('become those of a stack, each of them the same as before', async () => {
    const args = ['run', '--silent', 'adopt', '--', '--stack', STACK, '--yes'];
    const { code, output, seconds } = await stack.start('npm', ...args).ended;
    expect(code, output).toBe(0);
    console.log(`adopt: ${seconds.toFixed(1)} s`);
    expect(Object.keys(before).length).toBeGreaterThan(9);
    expect(await uids()).toEqual(before);
    expect(output).toContain(`To be run again, as a Job cannot change:\n  Job ${NAMESPACE}/setup`);
  });

  it('keep the password that the database knows, and it shows nowhere', async () => {
    expect((await readSecret(NAMESPACE, 'login'))['PASSWORD']).toBe('by/hand');
    expect(stack.written()).not.toContain('by/hand');
  });

  it('are all that the program wants', async () => {
    expect(changes(await stack.up('--expect-no-changes'))).toEqual({ unchanged: 14 });
  });

  it('are all that is touched: what else the program wants is left to the next up', async () => {
    const ingress = 'kubernetes:networking.k8s.io/v1:Ingress::base/ingress';
    await stack.pulumi('state', 'delete', '--yes', await urnOf(ingress));
    await stack.set('app.greeting', 'good evening');
    await stack.set('app.dropped[0]', 'autoscaler');
    const args = ['run', '--silent', 'adopt', '--', '--stack', STACK, '--yes'];
    const { code, output } = await stack.start('npm', ...args).ended;
    expect(code, output).toBe(0);
    expect(output).toContain(`In the cluster already:\n  Ingress ${NAMESPACE}/web\n`);
    expect(output).toMatch(/Left to npm run up:\n(?: {2}urn.*\n)*? {2}urn\S+::base\/autoscaler/);
    expect(await urnOf(ingress)).toBeDefined();
    expect(await uids()).toEqual(before);
    expect((await get('configmap', 'config', '--namespace', NAMESPACE)).data.GREETING).toBe('hello');
  });

  it('follow the program from then on', async () => {
    expect(changes(await stack.up())).toMatchObject({ deleted: 1 });
    await expect(get('hpa', 'web', '--namespace', NAMESPACE)).rejects.toThrow('not found');
    expect((await get('configmap', 'config', '--namespace', NAMESPACE)).data.GREETING).toBe('good evening');
  });
});

/** Identities (uid) of the objects, by kind and name. */
async function uids(): Promise<Readonly<Record<string, string>>> {
  const inside = await get(KINDS.replace('namespace,', ''), '--namespace', NAMESPACE);
  const all = [...inside.items, await get('namespace', NAMESPACE)];
  const named = all.map(({ kind, metadata }) => [`${kind} ${metadata.name}`, metadata.uid]);
  return Object.fromEntries(named.filter(([name]) => name !== 'ConfigMap kube-root-ca.crt'));
}

/** Replaces tokens by values, as somebody with kubectl would. */
function withValues(text: string): string {
  return pieces(text)
    .map((piece) => (typeof piece === 'string' ? piece : filtered(VALUES[piece.name] ?? '', piece.filter)))
    .join('');
}
