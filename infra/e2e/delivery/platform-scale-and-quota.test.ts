import { afterAll, beforeAll, expect, it } from 'vitest';
import { get, kubectl, kubectlWith } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';
import { eventually } from '../wait-until.ts';

const NAMESPACE = ownNamespace('finance-e2e-scale');
const STAND_STILL = 20;

describeDeployed('the dev stack at another scale', () => {
  let dev: Deployed;
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
    await dev.stack.set('bridge:timeouts.Deployment', '240'); // pods start slowly when several tests share a machine
    await volumeForMany();
    await dev.stack.set('uploads.kind', 'volume');
    await dev.stack.set('uploads.accessMode', 'ReadWriteMany'); // the former default
    await scale(6);
    await dev.stack.up();
    await pods(6);
  });
  afterAll(async () => {
    await dev.remove();
    await kubectl('delete', 'persistentvolume', NAMESPACE, '--ignore-not-found');
  });

  it('keeps its volume of receipts when nobody says any more how that is mounted', async () => {
    const before = await receipts();
    await dev.stack.pulumi('config', 'rm', '--path', 'uploads.accessMode');
    const kept = 'config set --stack e2e --path finance-platform:uploads.accessMode ReadWriteMany';
    expect((await dev.stack.pulumi('preview')).output).toContain(kept);
    const { output } = await dev.stack.up('--expect-no-changes');
    expect(output).toContain(kept);
    expect(await receipts()).toEqual(before);
  });

  it('has more pods without touching the database, and room for them before', async () => {
    const before = await postgres();
    const { pods: least } = await quota();
    await scale(8);
    const { output } = await dev.stack.up();
    expect(output).toContain(`ResourceQuota ${NAMESPACE}/quota grows before what it counts: `);
    await pods(8);
    expect(await postgres()).toEqual(before);
    expect(Number((await quota()).pods)).toBeGreaterThan(Number(least));
  });

  it('rolls out pod by pod in more time than it may stand still', async () => {
    await dev.stack.set('bridge:timeouts.Deployment', String(STAND_STILL));
    await dev.stack.set('web.logLevel', 'warn');
    const { output, seconds } = await dev.stack.up();
    console.log(`8 pods one by one: ${seconds.toFixed(1)} s, each given ${STAND_STILL} s`);
    const counts = [...output.matchAll(/(\d) of 8 pods ready/g)].map(([, ready]) => Number(ready));
    expect(new Set(counts).size, 'steps that it got on by').toBeGreaterThan(3);
    await dev.stack.set('bridge:timeouts.Deployment', '240');
  });

  it('gives up room when that is free, while the database starts again in the same run', async () => {
    const before = await postgres();
    const { pods: most } = await quota();
    await scale(2);
    await dev.stack.set('database.resources.requests.memory', '160Mi');
    const { seconds } = await dev.stack.up();
    console.log(`8 pods to 2: ${seconds.toFixed(1)} s`);
    expect((await postgres()).uid).not.toBe(before.uid);
    const { hard, used } = (await get('resourcequota', 'quota', '--namespace', NAMESPACE)).status;
    expect(Number(used.pods)).toBeLessThanOrEqual(Number(hard.pods));
    expect(Number(hard.pods)).toBeLessThan(Number(most));
  });

  it('has more once more, in the name that its provider has by now, and then does not change', async () => {
    await scale(3);
    expect((await dev.stack.up()).output).toContain('grows before what it counts: ');
    await dev.stack.up('--expect-no-changes');
  });

  async function scale(pods: number): Promise<void> {
    for (const end of ['min', 'max']) await dev.stack.set(`web.autoscaling.${end}`, String(pods));
  }

  async function pods(count: number): Promise<void> {
    await eventually(`${count} pods`, async () => {
      const { status } = await get('deployment', 'web', '--namespace', NAMESPACE);
      return status.readyReplicas === count && status.replicas === count;
    });
  }

  async function postgres() {
    const { metadata, status } = await get('pod', 'postgres-0', '--namespace', NAMESPACE);
    return { uid: metadata.uid, restarts: status.containerStatuses[0].restartCount };
  }

  /** Creates a volume for the claim: those of the default class are on one node only, and an existing one is bound first. */
  async function volumeForMany(): Promise<void> {
    const volume = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: NAMESPACE },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteMany'],
        storageClassName: 'local-path',
        claimRef: { namespace: NAMESPACE, name: 'uploads' },
        hostPath: { path: `/tmp/${NAMESPACE}`, type: 'DirectoryOrCreate' },
      },
    };
    await kubectlWith(JSON.stringify(volume), 'create', '--filename', '-');
  }

  async function receipts() {
    const { metadata, spec } = await get('pvc', 'uploads', '--namespace', NAMESPACE);
    return { uid: metadata.uid, accessModes: spec.accessModes };
  }

  async function quota(): Promise<Readonly<Record<string, string>>> {
    return (await get('resourcequota', 'quota', '--namespace', NAMESPACE)).spec.hard;
  }
});
