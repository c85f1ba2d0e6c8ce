import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { kubectlFor } from '../../operations/kubectl.ts';
import { releaseByGit } from '../../release/deploy-image-through-argo-cd-or-roll-back.ts';
import {
  ARGO_CD,
  application,
  delivered,
  forgetArgoCd,
  refreshed,
} from '../git-and-charts/argo-cd-application.ts';
import { argoCdChart } from '../git-and-charts/argo-cd-chart.ts';
import { type GitAndCharts, gitAndChartServer } from '../git-and-charts/git-and-chart-server.ts';
import { settingsOf, stackFiles } from '../git-and-charts/stack-files.ts';
import { get, kubectl } from '../kubectl.ts';
import { forget, ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { imageOfToday } from '../platform/dev-stack-workspace.ts';
import { changes, STACK, type Workspace, workspace } from '../pulumi-workspace.ts';
import { buildImage, whyNoBuild } from '../under-load/build-and-load-image-of-checkout.ts';
import { eventually } from '../wait-until.ts';
import { byDigest, whyNoDigests } from './image-by-digest.ts';

const ROOT = join(import.meta.dirname, '../../..');
const NAMESPACE = ownNamespace('finance-e2e-argo');
const GIT = ownNamespace('finance-e2e-git');
const IN = ['--namespace', NAMESPACE] as const;
const IN_ARGO_CD = ['--namespace', ARGO_CD] as const;
const PATH = 'manifests';
const PORT = 30191;
const ORIGIN = `http://127.0.0.1:${PORT}`;

describeDeployed(
  'a platform that Argo CD delivers',
  () => {
    let git: GitAndCharts;
    let stack: Workspace;
    let image: string;
    let commit: string;
    let config: Readonly<Record<string, unknown>>;

    beforeAll(async () => {
      git = await gitAndChartServer(GIT);
      // Those who release push there, and Pulumi fetches the chart: with the certificate that only this test has.
      process.env['GIT_SSL_CAINFO'] = git.certificateFile;
      process.env['SSL_CERT_FILE'] = git.certificateFile;
      image = await byDigest(imageOfToday());
      config = settings(git, image);
      await git.publish(await argoCdChart(settingsOf(config), { [git.host]: git.certificate }));
      stack = await workspace(parse(readFileSync(join(ROOT, 'Pulumi.yaml'), 'utf8')), config);
    });
    afterAll(async () => {
      await forgetArgoCd();
      await forget(NAMESPACE, `${NAMESPACE}-monitoring`);
      await git?.remove();
      stack?.remove();
    });

    it('comes up by one command, which brings Argo CD, its fence and the Secrets', async () => {
      commit = await git.commit(manifests(), 'manifests');
      const up = await stack.up();
      console.log(`up with Argo CD: ${up.seconds.toFixed(1)} s, ${changes(up)['created']} created`);
      expect(Object.keys(changes(up))).toEqual(['created']);
      const since = performance.now();
      await delivered(NAMESPACE, commit);
      console.log(`Argo CD brought the rest in ${((performance.now() - since) / 1000).toFixed(1)} s`);
      expect((await fetch(`${ORIGIN}/ready`)).status).toBe(200);
      const policies = (await get('networkpolicies', ...IN_ARGO_CD)).items as Named[];
      expect(policies.map(({ metadata }) => metadata.name)).toContain('deny-all');
    });

    it('is not changed when nothing changes, neither by Pulumi nor by Argo CD', async () => {
      const before = await generations();
      expect(Object.keys(changes(await stack.up('--expect-no-changes')))).toEqual(['unchanged']);
      await refreshed(NAMESPACE);
      expect(await generations()).toEqual(before);
    });

    it('is as the repository says again, after somebody changed it by hand', async () => {
      await kubectl('delete', 'networkpolicy', 'deny-all', ...IN);
      const never = JSON.stringify({ spec: { schedule: '0 0 31 2 *' } });
      await kubectl('patch', 'cronjob', 'backup', ...IN, '--type=merge', '--patch', never);
      await eventually('both as they were', async () => {
        const { spec } = await get('cronjob', 'backup', ...IN);
        const names = await kubectl('get', 'networkpolicy', ...IN, '--output', 'name');
        return spec.schedule === '30 2 * * *' && names.includes('/deny-all\n');
      });
      await delivered(NAMESPACE, commit);
    });

    it('refuses what the repository has beyond the kinds and namespaces of the platform', async () => {
      const more = [
        ['administrator.yaml', binding, 'ClusterRoleBinding'],
        ['first-of-all.yaml', priority, 'PriorityClass'],
        ['elsewhere.yaml', { ...note, metadata: { name: 'note', namespace: 'default' } }, 'default'],
      ] as const;
      for (const [name, object, refused] of more) {
        await git.commit(new Map([...manifests(), [`${PATH}/${name}`, stringify(object)]]), name);
        await refreshed(NAMESPACE);
        await eventually(`a refusal of ${name}`, async () => {
          const { status } = await application(NAMESPACE);
          const of = (messages: Said[] = []) => messages.map(({ message = '' }) => message);
          const results = (status.operationState?.syncResult?.resources ?? []) as Array<
            Said & { name: string }
          >;
          const said = [
            ...of(status.conditions),
            ...of(results.filter((one) => one.name === object.metadata.name)),
          ];
          return said.some(
            (message) => /not (?:permitted|allowed)/.test(message) && message.includes(refused),
          );
        });
      }
      await expect(get('clusterrolebinding', binding.metadata.name)).rejects.toThrow('NotFound');
      await expect(get('priorityclass', priority.metadata.name)).rejects.toThrow('NotFound');
      await expect(get('configmap', 'note', '--namespace', 'default')).rejects.toThrow('NotFound');
      commit = await git.commit(manifests(), 'without them');
      await delivered(NAMESPACE, commit);
    });

    it('takes a release, goes back from one that does not run, and back to one of before', async () => {
      const next = await another();
      expect(await release(next)).toBe(0);
      expect(await running()).toEqual([next]);

      const nowhere = `finance-platform/web@sha256:${'0'.repeat(64)}`;
      expect(await release(nowhere, { patience: 90 })).toBe(1);
      expect(await running()).toEqual([next]);

      expect(await release(image, { isBack: true })).toBe(0);
      expect(await running()).toEqual([image]);
      expect((await fetch(`${ORIGIN}/ready`)).status).toBe(200);
    });

    function manifests(): ReadonlyMap<string, string> {
      return stackFiles(config, PATH);
    }

    /** Generations of what the platform runs: they grow with each change. */
    async function generations(): Promise<readonly string[]> {
      const { items } = await get('deployments,statefulsets,cronjobs,services', ...IN);
      return (items as Named[]).map(
        ({ kind, metadata }) => `${kind} ${metadata.name} ${metadata.generation}`,
      );
    }

    /** Images of the pods of the app that are to stay. */
    async function running(): Promise<readonly string[]> {
      const { items } = await get('pods', ...IN, '--selector', 'app.kubernetes.io/name=web');
      const pods = items as ReadonlyArray<{
        metadata: { deletionTimestamp?: string };
        spec: { containers: { image: string }[] };
      }>;
      const there = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      return [...new Set(there.map(({ spec }) => spec.containers[0]?.image ?? ''))];
    }

    /** An image of the same code with another digest. */
    async function another(): Promise<string> {
      const name = 'finance-platform/web:e2e-argo-cd';
      await buildImage(name, ROOT, NAMESPACE);
      return byDigest(name);
    }

    async function release(to: string, { isBack = false, patience = 600 } = {}): Promise<number> {
      const say = (line: string) => console.log(`release: ${line}`);
      const argoCd = { namespace: ARGO_CD, cluster: { provider: 'existing' } } as const;
      return releaseByGit(
        { stack: STACK, image: to, isBack },
        { say, kubectl: () => kubectlFor(argoCd as never, say), root: stack.folder, patience },
      );
    }
  },
  whyNoBuild() ?? whyNoDigests(),
);

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly generation?: number };
}

interface Said {
  readonly message?: string;
}

/** Settings of the dev stack, which Argo CD delivers. */
function settings({ host, port, repository, charts }: GitAndCharts, image: string) {
  const dev = parse(readFileSync(join(ROOT, 'Pulumi.dev.yaml'), 'utf8')).config;
  return {
    ...dev,
    'finance-platform:namespace': NAMESPACE,
    'finance-platform:exposure': { kind: 'node-port', host: '127.0.0.1', nodePort: PORT },
    'finance-platform:web': { ...dev['finance-platform:web'], image },
    'finance-platform:observability': { namespace: `${NAMESPACE}-monitoring`, metrics: { kind: 'none' } },
    'finance-platform:addOns': {
      argoCd: {
        repository: charts,
        highlyAvailable: false,
        connectsTo: [{ range: `${host}/32`, port }],
      },
    },
    'finance-platform:delivery': { kind: 'argo-cd', repository, path: PATH },
  };
}

const binding = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: `${NAMESPACE}-administrator` },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
  subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: NAMESPACE }],
};
/** Of a kind that the platform has, by another name. */
const priority = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name: `${NAMESPACE}-first-of-all` },
  value: 1_000_000,
};
const note = { apiVersion: 'v1', kind: 'ConfigMap', data: { text: 'not of the platform' } };
