import { afterAll, beforeAll, expect, it } from 'vitest';
import { get, kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { changes, type Workspace } from '../pulumi-workspace.ts';
import { eventually } from '../wait-until.ts';
import { deploymentOf, readSecret } from './read-deployment-and-secret.ts';
import { sampleWorkspace } from './workspace.ts';

const NAMESPACE = ownNamespace('bridge-e2e');
const OBJECTS = 14;

describeDeployed('an app that the bridge applies', () => {
  let stack: Workspace;
  beforeAll(async () => {
    stack = await sampleWorkspace({ namespace: NAMESPACE });
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found');
    stack.remove();
  });

  it('is created object by object', async () => {
    const up = await stack.up();
    console.log(`first up: ${up.seconds.toFixed(1)} s`);
    expect(changes(up)).toEqual({ created: OBJECTS });
  });

  it('does not change when nothing changes', async () => {
    const up = await stack.up('--expect-no-changes');
    console.log(`second up: ${up.seconds.toFixed(1)} s`);
    expect(changes(up)).toEqual({ unchanged: OBJECTS });
  });

  it('gets its values, filtered as their tokens say', async () => {
    const { PASSWORD, URL, ENCODED } = await readSecret(NAMESPACE, 'login');
    expect(PASSWORD).toMatch(/^[A-Za-z0-9]{24}$/);
    expect(URL).toBe(`postgres://app:${PASSWORD}@store.example/app`);
    expect(ENCODED).toBe(PASSWORD);
    expect((await get('configmap', 'config', '--namespace', NAMESPACE)).data.HOST).toBe(
      'https://store.example/',
    );
  });

  it('leaves no secret readable in what Pulumi keeps', async () => {
    const { PASSWORD = '' } = await readSecret(NAMESPACE, 'login');
    const written = stack.written();
    expect(written).toContain('store.example');
    for (const secret of [
      PASSWORD,
      Buffer.from(PASSWORD).toString('base64'),
      'client-key-data',
      'BEGIN EC',
    ]) {
      expect(written).not.toContain(secret);
    }
  });

  it('rolls once when a ConfigMap changes, and the preview shows how it changes', async () => {
    const before = await deploymentOf(NAMESPACE);
    await stack.set('app.greeting', 'good evening');
    const { output } = await stack.pulumi('preview', '--diff');
    expect(output).toContain('GREETING: "hello" => "good evening"');

    expect(changes(await stack.up())).toEqual({ updated: 3, replaced: 1, unchanged: OBJECTS - 4 });
    expect(await deploymentOf(NAMESPACE)).toMatchObject({ uid: before.uid, revision: before.revision + 1 });
  });

  it('rolls once when a secret is rotated, and nothing shows it', async () => {
    const before = await deploymentOf(NAMESPACE);
    const old = await readSecret(NAMESPACE, 'login');
    await stack.set('app.rotation', '2');
    const preview = await stack.pulumi('preview', '--diff');
    const up = await stack.up('--diff');

    const fresh = await readSecret(NAMESPACE, 'login');
    expect(fresh['PASSWORD']).not.toBe(old['PASSWORD']);
    for (const secret of [old['PASSWORD'], fresh['PASSWORD']]) {
      expect(preview.output + up.output + stack.written()).not.toContain(secret);
    }
    expect(await deploymentOf(NAMESPACE)).toMatchObject({ uid: before.uid, revision: before.revision + 1 });
  });

  it('runs a Job again when the secret that it reads changes, without replacing what waits for it', async () => {
    const { uid } = await deploymentOf(NAMESPACE);
    const job = await get('job', 'setup', '--namespace', NAMESPACE);
    await stack.set('app.rotation', '3');
    expect(changes(await stack.up())).toMatchObject({ replaced: 2, updated: 3 });
    expect((await get('job', 'setup', '--namespace', NAMESPACE)).metadata.uid).not.toBe(job.metadata.uid);
    expect((await deploymentOf(NAMESPACE)).uid).toBe(uid);
  });

  it('keeps the number of pods that the autoscaler set', async () => {
    await kubectl('scale', 'deployment/web', '--replicas=3', '--namespace', NAMESPACE);
    await eventually('three pods', async () => (await deploymentOf(NAMESPACE)).ready === 3);
    await stack.set('app.image', 'busybox:1.37.0');
    await stack.up();
    expect((await deploymentOf(NAMESPACE)).replicas).toBe(3);
  });

  it('keeps an object that moves to another chart under another name', async () => {
    const { uid } = await deploymentOf(NAMESPACE);
    await stack.set('app.web', 'site/front');
    await stack.set('app.aliases["site/front"][0]', 'base/web');
    expect(changes(await stack.up())).toEqual({ created: 1, unchanged: OBJECTS }); // the component of the new chart
    expect((await deploymentOf(NAMESPACE)).uid).toBe(uid);
  });

  it('deletes what the program has no more, and nothing else', async () => {
    await stack.set('app.dropped[0]', 'ingress');
    expect(changes(await stack.up())).toEqual({ deleted: 1, unchanged: OBJECTS });
    await expect(get('ingress', 'web', '--namespace', NAMESPACE)).rejects.toThrow('not found');
  });

  it('puts back what somebody else changed, once told to look', async () => {
    await kubectl(
      'patch',
      'configmap/config',
      '--namespace',
      NAMESPACE,
      '--patch',
      '{"data":{"GREETING":"boo"}}',
    );
    await stack.up('--refresh');
    expect((await get('configmap', 'config', '--namespace', NAMESPACE)).data.GREETING).toBe('good evening');
  });
});
