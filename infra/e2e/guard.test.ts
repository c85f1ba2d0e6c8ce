import { afterAll, beforeAll, expect, it } from 'vitest';
import { get, kubectl, ownNamespace } from './cluster.ts';
import { describeDeployed } from './needs.ts';
import { sampleWorkspace } from './sample/workspace.ts';
import { changes, UNATTENDED, type Workspace } from './workspace.ts';

const NAMESPACE = ownNamespace('guard-e2e');

describeDeployed('protected data', () => {
  let stack: Workspace;
  beforeAll(async () => {
    stack = await sampleWorkspace({ namespace: NAMESPACE, protect: true });
    await stack.up();
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found');
    stack.remove();
  });

  it('is not replaced: the preview refuses a change that would do it', async () => {
    await stack.set('app.size', '20Mi');
    const { code, output } = await stack.start('pulumi', 'preview').ended;
    expect(code).not.toBe(0);
    expect(output).toMatch(
      /unable to replace resource ".*base\/store"\s+as it is currently marked for protection/,
    );
    await stack.set('app.size', '10Mi');
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
    expect(output).toContain('There are still 10 protected resources');
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
    const { items } = await get('persistentvolumes');
    expect(
      items.filter(
        (volume: { spec: { claimRef?: { namespace: string } } }) =>
          volume.spec.claimRef?.namespace === NAMESPACE,
      ),
    ).toEqual([]);
  });
});
