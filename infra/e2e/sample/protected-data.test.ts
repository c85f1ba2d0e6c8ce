import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readContext } from '../../cluster/read-kubeconfig-context.ts';
import { get, kubectl, kubectlWith } from '../kubectl.ts';
import { ownNamespace, volumesGone } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { changes, UNATTENDED, type Workspace } from '../pulumi-workspace.ts';
import { sampleWorkspace } from './workspace.ts';

const NAMESPACE = ownNamespace('guard-e2e');

describeDeployed('protected data', () => {
  let stack: Workspace;
  const state = async () => (await stack.pulumi('stack', 'export')).output;
  /** Imports a state, changed as if the cluster had this identifier and the namespace this uid. */
  const stateWith = async (text: string, clusterIdentifier?: string, uid?: string) => {
    const all = JSON.parse(text);
    for (const { type, inputs, outputs } of all.deployment.resources) {
      if (type === 'pulumi:providers:kubernetes' && clusterIdentifier !== undefined)
        for (const fields of [inputs, outputs]) fields.clusterIdentifier = clusterIdentifier;
      if (type === 'kubernetes:core/v1:Namespace' && uid !== undefined) outputs.metadata.uid = uid;
    }
    const file = join(stack.folder, 'state.json');
    writeFileSync(file, JSON.stringify(all));
    await stack.pulumi('stack', 'import', '--file', file);
  };
  beforeAll(async () => {
    await kubectlWith(JSON.stringify(GROWS), 'create', '--filename', '-');
    stack = await sampleWorkspace({ namespace: NAMESPACE, protect: true, storageClass: NAMESPACE });
    await stack.up();
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found');
    await kubectl('delete', 'storageclass', NAMESPACE, '--ignore-not-found');
    stack.remove();
  });

  it('is not replaced: preview and up say what would be lost, and touch nothing', async () => {
    const before = await uids();
    await stack.set('app.serviceName', 'other');
    await stack.set('app.greeting', 'good evening');
    for (const command of [['preview'], ['up', ...UNATTENDED]]) {
      const { code, output } = await stack.start('pulumi', ...command).ended;
      expect(code).not.toBe(0);
      expect(output).toContain(`StatefulSet ${NAMESPACE}/store would be replaced, and its pods with it`);
      expect(output).toContain('spec.serviceName: "store" → "other"');
      expect(output).toContain(`--path 'bridge:release[0]' statefulset/${NAMESPACE}/store`);
    }
    expect(await uids()).toEqual(before);
    expect((await get('configmap', 'config', '--namespace', NAMESPACE)).data.GREETING).toBe('hello');
  });

  it('is replaced when that is said by its name, and only that', async () => {
    const before = await uids();
    await stack.set('bridge:release[0]', `statefulset/${NAMESPACE}/store`);
    await stack.set('app.namespace', `${NAMESPACE}-2`);
    const other = await stack.start('pulumi', 'preview').ended;
    expect(other.code).not.toBe(0);
    expect(other.output).toContain(`Namespace ${NAMESPACE} would be replaced, and everything in it with it`);
    expect(other.output).toContain(`'bridge:release[1]' namespace/${NAMESPACE}\n`);
    await stack.set('app.namespace', NAMESPACE);

    await stack.up();
    const after = await uids();
    expect(after.store).not.toBe(before.store);
    expect(after.claim).toBe(before.claim);

    const again = await stack.up();
    expect(changes(again)).toEqual({ unchanged: 14 }); // and it is protected again, though the name is still there
    const back = "pulumi config rm --path 'bridge:release[0]'";
    expect(again.output).toContain(back);
    expect(JSON.parse(await state()).deployment.resources).toContainEqual(
      expect.objectContaining({ id: `${NAMESPACE}/store`, protect: true }),
    );
    await stack.pulumi('config', 'rm', '--path', 'bridge:release[0]');
    expect((await stack.pulumi('preview')).output).not.toContain('bridge:release');
  });

  it('is not dropped with its place in the program: Pulumi refuses, and we say what would be lost', async () => {
    await stack.set('app.size', '');
    const { code, output } = await stack.start('pulumi', 'preview').ended;
    expect(code).not.toBe(0);
    expect(output).toContain(`StatefulSet ${NAMESPACE}/store is no longer in the program`);
    expect(output).toMatch(/pulumi state unprotect --yes 'urn:pulumi:\S+::base\/store'/);
    await stack.set('app.size', '10Mi');
  });

  it('gets more room where its storage class allows that, and stays what it is', async () => {
    const before = await uids();
    await stack.set('app.size', '20Mi');
    await expansion(false);
    const refused = await stack.start('pulumi', 'preview').ended;
    expect(refused.code).not.toBe(0);
    expect(refused.output).toContain('claim data-store-0 cannot grow from 10Mi to 20Mi');

    await expansion(true);
    expect((await stack.pulumi('preview')).output).toContain('claim data-store-0 grows from 10Mi to 20Mi');
    expect(await requested()).toBe('10Mi');
    expect(changes(await stack.up())).toEqual({ unchanged: 14 });
    expect(await requested()).toBe('20Mi');
    expect(await uids()).toEqual(before);
    expect((await stack.up('--expect-no-changes')).output).not.toContain('grows');
  });

  it('does not get less', async () => {
    await stack.set('app.size', '10Mi');
    const { code, output } = await stack.start('pulumi', 'preview').ended;
    expect(code).not.toBe(0);
    expect(output).toContain('claim data-store-0 has 20Mi, which cannot become less');
    await stack.set('app.size', '20Mi');
  });

  it('is not made anew in another cluster', async () => {
    const before = await state();
    await stateWith(before, 'kube-system other', 'another');
    const { code, output } = await stack.start('pulumi', 'preview').ended;
    expect(code).not.toBe(0);
    expect(output).toContain('the objects of this stack are in another cluster, so nothing was touched');
    expect(output).toContain("'bridge:release[0]' provider/cluster");
    await stateWith(before);
  });

  it('is in the same one for whoever goes another way there, also where the way was what it was known by', async () => {
    const before = await uids();
    const kubeconfig = JSON.parse(readContext({}).kubeconfig);
    const theirs = join(stack.folder, 'kubeconfig');
    const contexts = [{ ...kubeconfig.contexts[0], name: 'theirs' }];
    writeFileSync(theirs, JSON.stringify({ ...kubeconfig, contexts, 'current-context': 'theirs' }));
    await stateWith(await state(), 'ours at https://elsewhere:6443');
    vi.stubEnv('KUBECONFIG', theirs);
    expect(changes(await stack.up())).toEqual({ updated: 1, unchanged: 13 }); // the provider, for its kubeconfig
    vi.unstubAllEnvs();
    expect(changes(await stack.up())).toEqual({ updated: 1, unchanged: 13 });
    expect(await uids()).toEqual(before);
  });

  it('is refused to a plain destroy before that deletes anything', async () => {
    const { code, output } = await stack.start('pulumi', 'destroy', '--yes').ended;
    expect(code).not.toBe(0);
    expect(output).toContain('cannot be deleted');
    await expect(get('deployment', 'web', '--namespace', NAMESPACE)).resolves.toBeDefined();
  });

  it('stays when the rest is destroyed, with what it needs', async () => {
    const { code, output } = await stack.start('npm', 'run', 'destroy', '--', ...UNATTENDED).ended;
    expect(code, output).toBe(0);
    expect(output).toContain('There are still 9 protected resources');
    await expect(get('deployment', 'web', '--namespace', NAMESPACE)).rejects.toThrow('not found');
    expect((await get('statefulset', 'store', '--namespace', NAMESPACE)).status.readyReplicas).toBe(1);
  });

  it('is used again by the next up', async () => {
    const volume = (await get('pvc', 'data-store-0', '--namespace', NAMESPACE)).metadata.uid;
    await stack.up();
    expect((await get('pvc', 'data-store-0', '--namespace', NAMESPACE)).metadata.uid).toBe(volume);
  });

  it('goes when that is said', async () => {
    const destroy = await stack.pulumi('destroy', ...UNATTENDED, '--ignore-protect');
    console.log(`destroy: ${destroy.seconds.toFixed(1)} s`);
    expect(changes(destroy)).toEqual({ deleted: 14 });
    await expect(get('namespace', NAMESPACE)).rejects.toThrow('not found');
    await volumesGone(NAMESPACE);
  });
});

/** Storage class that allows volumes to grow, which needs no work for local folders. */
const GROWS = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: NAMESPACE },
  provisioner: 'rancher.io/local-path',
  volumeBindingMode: 'WaitForFirstConsumer',
  allowVolumeExpansion: true,
};

const expansion = (allowVolumeExpansion: boolean) =>
  kubectl('patch', 'storageclass', NAMESPACE, '--patch', JSON.stringify({ allowVolumeExpansion }));

async function requested(): Promise<string> {
  return (await get('pvc', 'data-store-0', '--namespace', NAMESPACE)).spec.resources.requests.storage;
}

/** Identities of the StatefulSet and its claim, which change when they are replaced. */
async function uids(): Promise<{ store: string; claim: string }> {
  const [store, claim] = await Promise.all([
    get('statefulset', 'store', '--namespace', NAMESPACE),
    get('pvc', 'data-store-0', '--namespace', NAMESPACE),
  ]);
  return { store: store.metadata.uid, claim: claim.metadata.uid };
}
