import { afterAll, describe, expect, it } from 'vitest';
import { get, kubectl, ownNamespace } from './cluster.ts';
import type { Hopeless, HopelessProps } from './hopeless/app.ts';
import type { HopelessConfig } from './hopeless/index.ts';
import { describeDeployed } from './needs.ts';
import type { Run } from './run.ts';
import { UNATTENDED, type Workspace, workspace } from './workspace.ts';

/** Each is told within twenty of its happening; twice that where the machine has much else to do. */
const SECONDS = 40;
/** What the plain provider is given, and takes. */
const PLAIN_SECONDS = 25;

const CAUSES: Readonly<Record<Hopeless, RegExp>> = {
  unschedulable: /no node takes pod unschedulable-\S+: 0\/\d+ nodes are available: .*Insufficient cpu/,
  pull: /image busybox:0\.0\.1 cannot be pulled: .*busybox/,
  crash:
    /container it of pod crash-\S+ ends with exit code 3, started \d times\n\s+\| no database for \(secret\)/,
  claim: /claim data-claim-0 gets no volume: storageclass\S* "no-such-class" not found/,
  quota: /its pods are forbidden: exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0/,
  refused:
    /its pods are refused: .*violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false/,
};

describeDeployed('what never gets ready', () => {
  const used: Array<{ stack: Workspace; namespace: string }> = [];
  afterAll(async () => {
    const namespaces = used.flatMap(({ namespace }) =>
      ['', '-full', '-strict'].map((part) => namespace + part),
    );
    await kubectl('delete', 'namespace', '--ignore-not-found', ...namespaces);
    for (const { stack } of used) stack.remove();
  });

  describe.concurrent('is told', () => {
    it.each([
      { cases: ['unschedulable', 'claim', 'quota'] as const },
      { cases: ['pull'] as const },
      { cases: ['crash'] as const }, // where a kubelet starts it late, another cause would end the run first
    ])('soon, with the cause and the last words, each of several: $cases', async ({ cases }) => {
      const { run, told } = await failed(cases);
      for (const { name, seconds } of told) {
        console.log(`${name}: told after ${seconds.toFixed(1)} s`);
        expect(run.output).toMatch(CAUSES[name]);
        expect(seconds, name).toBeLessThan(SECONDS);
      }
      expect(run.output).not.toContain('correct horse');
    });

    it('at once where nothing can heal, while the plain provider waits to its end', async () => {
      const { run, told } = await failed(['refused']);
      console.log(`refused: told after ${told[0]?.seconds.toFixed(1)} s`);
      expect(run.output).toMatch(CAUSES.refused);
      expect(told[0]?.seconds).toBeLessThan(SECONDS / 2);

      const plain = await failed(['pull'], { plain: true });
      console.log(`the plain provider: pull told after ${plain.told[0]?.seconds.toFixed(1)} s`);
      expect(plain.told[0]?.seconds).toBeGreaterThanOrEqual(PLAIN_SECONDS - 5);
    });
  });

  /** Runs `up` with cases that fail; how long after it happened each was told. */
  async function failed(cases: readonly Hopeless[], { plain = false }: Partial<HopelessProps> = {}) {
    const namespace = ownNamespace('hopeless-e2e');
    const timeouts = plain ? { Deployment: PLAIN_SECONDS } : {};
    const stack = await workspace(PROJECT, {
      'hopeless:app': { namespace, cases, plain, timeouts } satisfies HopelessConfig,
    });
    used.push({ stack, namespace });
    if (cases.includes('quota')) {
      const full = `${namespace}${PARTS.quota}`;
      await kubectl('create', 'namespace', full);
      await kubectl('create', 'quota', 'small', '--hard=pods=0', '--namespace', full);
    }
    const running = stack.start('pulumi', 'up', ...UNATTENDED);
    const times = await Promise.all(
      cases.map(async (name) => {
        await running.says(new RegExp(`it/${name}-\\w+ .*error:`));
        return Date.now();
      }),
    );
    const run: Run = await running.ended;
    expect(run.code).not.toBe(0);
    const told = await Promise.all(
      cases.map(async (name, index) => {
        const since = await happened(name, namespace + (PARTS[name] ?? ''));
        return { name, seconds: ((times[index] ?? 0) - since) / 1000 };
      }),
    );
    return { run, told };
  }
});

/** When the cluster first complained about a workload, or what it made. */
async function happened(name: string, namespace: string): Promise<number> {
  const { items } = (await get('events', '--namespace', namespace)) as { items: readonly Complaint[] };
  const times = items
    .filter(({ type, involvedObject }) => type === 'Warning' && involvedObject.name.includes(name))
    .map(({ firstTimestamp, eventTime }) => Date.parse(firstTimestamp ?? eventTime ?? ''));
  if (times.length === 0) throw new Error(`no complaint about ${name} in ${namespace}`);
  return Math.min(...times);
}

interface Complaint {
  readonly type: string;
  readonly involvedObject: { readonly name: string };
  readonly firstTimestamp?: string | null;
  readonly eventTime?: string | null;
}

const PARTS: Readonly<Partial<Record<Hopeless, string>>> = { quota: '-full', refused: '-strict' };

const PROJECT = {
  name: 'hopeless',
  runtime: { name: 'nodejs', options: { typescript: false } },
  main: 'infra/e2e/hopeless/index.ts',
};
