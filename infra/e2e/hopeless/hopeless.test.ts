import { afterAll, describe, expect, it } from 'vitest';
import { get, kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { UNATTENDED, type Workspace, workspace } from '../pulumi-workspace.ts';
import type { Run } from '../run-process.ts';
import type { Hopeless } from './app.ts';
import type { HopelessConfig } from './index.ts';

/** Timeout of the plain provider in seconds, which it waits out. */
const PLAIN_SECONDS = 25;
/** Patience in seconds that no run exhausts: only a failure that cannot heal ends the run. */
const ENDLESS = 3600;

const CAUSES: Readonly<Record<Hopeless, RegExp>> = {
  unschedulable: /no node takes pod unschedulable-\S+: 0\/\d+ nodes are available: .*Insufficient cpu/,
  pull: /image busybox:0\.0\.1 cannot be pulled: .*busybox/,
  crash:
    /container it of pod crash-\S+ ends with exit code 3, started \d times\n\s+\| no database for \(secret\)/,
  claim: /claim data-claim-0 gets no volume: storageclass\S* "no-such-class" not found/,
  quota: /its pods are forbidden: exceeded quota: small, requested: pods=1, used: pods=0, limited: pods=0/,
  refused:
    /its pods are refused: .*violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false/,
  stranger:
    /container it of pod stranger-0 runs as a user that its image postgres:18 or the files on its volume are not made for: mkdir: cannot create directory .*: Permission denied/,
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
      { cases: ['stranger'] as const },
      { cases: ['crash'] as const }, // alone: a kubelet may start it late, and another cause would end the run first
    ])('by its cause, before its time is over, with the last words, each of several: $cases', async ({
      cases,
    }) => {
      const { run, told } = await failed(cases);
      for (const { name, seconds } of told) {
        console.log(`${name}: told after ${seconds.toFixed(1)} s`);
        expect(run.output).toMatch(CAUSES[name]);
      }
      expect(run.output).not.toContain('without progress');
      expect(run.output).not.toContain('correct horse');
    });

    it('at once where nothing can heal, while the plain provider waits to its end', async () => {
      const { run, told } = await failed(['refused'], { patience: ENDLESS });
      console.log(`refused: told after ${told[0]?.seconds.toFixed(1)} s`);
      expect(run.output).toMatch(CAUSES.refused);
      expect(run.output).not.toContain('without progress');

      const plain = await failed(['pull'], { plain: true });
      console.log(`the plain provider: pull told after ${plain.told[0]?.seconds.toFixed(1)} s`);
      expect(plain.run.output).toContain("'pull' timed out waiting to be Ready");
    });
  });

  /** Runs `up` with cases that fail; returns the seconds from each failure to its report, to print. */
  async function failed(
    cases: readonly Hopeless[],
    { plain = false, ...how }: Partial<Pick<HopelessConfig, 'plain' | 'patience'>> = {},
  ) {
    const namespace = ownNamespace('hopeless-e2e');
    const timeouts = plain ? { Deployment: PLAIN_SECONDS } : {};
    const stack = await workspace(PROJECT, {
      'hopeless:app': { namespace, cases, plain, timeouts, ...how } satisfies HopelessConfig,
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

/** Time of the cluster's first warning about a workload or its pods, in milliseconds since 1970. */
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
