import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KubeObject, podTemplate } from '../../manifests/object.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { jobFrom, type RestoreCronJob } from '../../operations/make-restore-job-from-cron-job.ts';
import { readStackFile, settingsFrom } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { type Json, storedPod } from '../../workloads/access/pod-with-api-defaults.ts';
import { platform } from '../../workloads/platform.ts';
import { kubectl, kubectlWith } from '../kubectl.ts';
import { forget, ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { whyNoCluster } from '../needs.ts';
import { run } from '../run-process.ts';
import { eventually } from '../wait-until.ts';

const NAMESPACE = ownNamespace('finance-e2e-access');
const ROLES = ['viewer', 'developer', 'ci-cd', 'backup-operator', 'nobody'] as const;
const MONITORING = `${NAMESPACE}-monitoring`;
const LOGGING = `${NAMESPACE}-logging`;
const VELERO = `${NAMESPACE}-velero`;
const group = (role: string) => `${NAMESPACE}:${role}`;
const held = (role: string) => ({ groups: [group(role)] });

const objects = objectsIn(
  platform(
    settingsFrom(
      {
        namespace: NAMESPACE,
        observability: {
          namespace: MONITORING,
          logs: { kind: 'elasticsearch', namespace: LOGGING },
        },
        backup: { velero: { namespace: VELERO } },
        web: { image: 'finance-platform/web:0.1.0' },
        access: {
          viewer: held('viewer'),
          developer: held('developer'),
          ciCd: held('ci-cd'),
          backupOperator: held('backup-operator'),
        },
      },
      'Pulumi.test.yaml',
    ),
  ).app,
);

/** Expected permissions: one letter for each role in `ROLES`, y for yes, - for no. */
const MATRIX = `
  viewer developer ci-cd backup nobody
  y y y y -  list pods
  y y y - -  watch deployments.apps
  y y y - -  get configmaps
  y y y - -  list networkpolicies.networking.k8s.io
  y y y - -  list roles.rbac.authorization.k8s.io
  y y y - -  get resourcequotas
  - - - - -  list secrets
  - - - - -  watch secrets
  - - - - -  get secrets/stranger
  - - y - -  get secrets/database-web
  - - y - -  patch secrets/database-web
  - - y - -  create secrets
  - - - - -  delete secrets/stranger
  - y y y -  get pods:log
  - y - - -  create pods:portforward
  - y - - -  get pods:portforward
  - - - - -  create pods:exec
  - - - - -  get pods:exec
  - - - - -  create pods:attach
  - - - - -  update pods:ephemeralcontainers
  - - - - -  create serviceaccounts:token
  - - - - -  create pods
  - - - - -  delete pods
  - y y - -  patch deployments.apps
  - - y - -  update deployments.apps
  - - y - -  create deployments.apps
  - - y - -  delete deployments.apps
  - - y - -  patch statefulsets.apps
  - - y - -  create networkpolicies.networking.k8s.io
  - - y - -  update configmaps
  - - y - -  create serviceaccounts
  - - y - -  create cronjobs.batch
  - - y y -  create jobs.batch
  - - y y -  delete jobs.batch
  - - y - -  patch jobs.batch
  y y y y -  list cronjobs.batch
  - - - y -  list volumesnapshots.snapshot.storage.k8s.io
  - - - y -  create volumesnapshots.snapshot.storage.k8s.io
  y y y y -  list persistentvolumeclaims
  - - y - -  delete persistentvolumeclaims
  - - - - -  create roles.rbac.authorization.k8s.io
  - - - - -  create rolebindings.rbac.authorization.k8s.io
  - - - - -  patch rolebindings.rbac.authorization.k8s.io
  - - - - -  escalate roles.rbac.authorization.k8s.io
  - - - - -  bind roles.rbac.authorization.k8s.io
  - - - - -  impersonate serviceaccounts
  - - - - -  delete validatingadmissionpolicies.admissionregistration.k8s.io
  - - - - -  delete namespaces
  - - - - -  list nodes
  y y - - -  list pods in monitoring
  y y - - -  get services in monitoring
  - y - - -  create pods:portforward in monitoring
  - y - - -  get pods:log in monitoring
  - - - - -  list secrets in monitoring
  - - - - -  get secrets/grafana in monitoring
  - - - - -  create pods:exec in monitoring
  - - - - -  patch deployments.apps in monitoring
  - - - y -  list backups.velero.io in velero
  - - - - -  create backups.velero.io in velero
  - - - - -  create restores.velero.io in velero
`;

const why = whyNoCluster();

describe.skipIf(why !== undefined)(`access${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  beforeAll(async () => {
    const wanted = objects.filter(({ kind }) =>
      /^(Namespace|Role|RoleBinding|ServiceAccount|ResourceQuota|LimitRange|ValidatingAdmission.*)$/.test(
        kind,
      ),
    );
    await kubectl('create', 'namespace', VELERO);
    await apply(wanted);
    // Policies come into force some moments after they are created.
    const refused = async (object: KubeObject) =>
      (await asking(object)).includes('ValidatingAdmissionPolicy');
    await eventually('all policies in force', async () => {
      const [images, labels, restricted] = [
        changed(web(), IMAGE, 'x:latest'),
        { ...web(), metadata: { name: 'web', namespace: NAMESPACE } },
        changed(web(), READ_ONLY, false),
      ];
      const collector = changed(fluentd(), PATHS['ESCALATION'] ?? [], true);
      const all = await Promise.all([images, labels, restricted, collector].map(refused));
      return all.every((one) => one);
    });
  });
  afterAll(async () => {
    await forget(NAMESPACE, MONITORING, LOGGING, VELERO);
  });

  it('is for each role what the table says', async () => {
    const cells = MATRIX.trim()
      .split('\n')
      .slice(1)
      .flatMap((line) => {
        const [, letters = '', what = ''] = /^\s*((?:[y-] ){5})\s*(.+)$/.exec(line) ?? [];
        return ROLES.map((role, index) => ({ what, role, expected: letters.split(' ')[index] }));
      });
    expect(cells.length).toBeGreaterThan(290);
    const answers = await reviews(cells);
    const found = cells.map(({ what, role }, index) => `${role}: ${what}: ${answers[index] ? 'y' : '-'}`);
    expect(found).toEqual(cells.map(({ what, role, expected }) => `${role}: ${what}: ${expected}`));
  });

  it('takes every workload of the platform', async () => {
    const workloads = objects.filter(({ kind }) =>
      /^(DaemonSet|Deployment|StatefulSet|CronJob|Job)$/.test(kind),
    );
    expect(workloads.length).toBeGreaterThan(3);
    for (const workload of workloads)
      expect(await asking(workload)).toMatch(/(created|configured|serverside-applied) \(server dry run\)/);
  });

  it.each<[policy: string, what: string, path: string, value: unknown, says: string]>([
    [
      'images',
      'the tag latest',
      'IMAGE',
      'finance-platform/web:latest',
      'not pinned by a tag other than latest, or a digest: finance-platform/web:latest',
    ],
    ['images', 'no tag', 'IMAGE', 'finance-platform/web', 'not pinned'],
    [
      'images',
      'an image that anybody may have put beside ours',
      'IMAGE',
      'finance-platform/web-too:1',
      'of no repository that is allowed here: finance-platform/web-too:1',
    ],
    [
      'images',
      'a registry at a host that is called as an image of ours',
      'IMAGE',
      'redis:5000/miner:1',
      'of no repository that is allowed here: redis:5000/miner:1',
    ],
    [
      'images',
      'the name of ours on a registry that anybody may push to',
      'IMAGE',
      'docker.io/finance-platform/web:0.1.0',
      'of no repository that is allowed here: docker.io/finance-platform/web:0.1.0',
    ],
    [
      'images',
      'a registry that is not ours',
      'IMAGE',
      'registry.example.com/miner:1',
      'of no repository that is allowed here: registry.example.com/miner:1',
    ],
    [
      'restricted',
      'a root file system that can be written',
      'READ_ONLY',
      false,
      'containers must have a read-only root file system: web',
    ],
    ['restricted', 'more privileges', 'ESCALATION', true, 'containers must not gain privileges: web'],
    ['restricted', 'capabilities', 'DROP', [], 'containers must drop all capabilities: web'],
    ['restricted', 'root', 'USER', 0, 'containers must not run as root: web'],
    ['restricted', 'no seccomp profile', 'SECCOMP', 'Unconfined', 'containers must have a seccomp profile'],
    [
      'restricted',
      'the network of its node',
      'HOST_NETWORK',
      true,
      'pods must share nothing with their node',
    ],
    [
      'labels',
      'pods that belong to nothing',
      'POD_LABELS',
      { 'app.kubernetes.io/name': 'web' },
      'its pods must have the labels',
    ],
    [
      'labels',
      'no owner',
      'LABELS',
      { 'app.kubernetes.io/name': 'web' },
      'must have the label app.kubernetes.io/part-of',
    ],
  ])('%s refuses a Deployment with %s', async (policy, _what, path, value, says) => {
    const said = await asking(changed(web(), PATHS[path] ?? [], value));
    expect(said).toContain(`ValidatingAdmissionPolicy '${NAMESPACE}-${policy}'`);
    expect(said).toContain(says);
  });

  it.each<[what: string, path: string, value: unknown, says: string]>([
    ['another directory', 'HOST_PATH', '/', 'of their node pods may mount /var/log/pods alone'],
    ['a directory to write to', 'READ_ONLY_MOUNT', false, 'must not write to directories of their node'],
    ['the network of its node', 'HOST_NETWORK', true, 'pods must share nothing with their node'],
    ['more privileges', 'ESCALATION', true, 'containers must not gain privileges: fluentd'],
    ['capabilities', 'DROP', [], 'containers must drop all capabilities: fluentd'],
  ])('collectors refuses a Fluentd with %s', async (_what, path, value, says) => {
    const answer = await asking(changed(fluentd(), PATHS[path] ?? [], value));
    expect(answer).toContain(`ValidatingAdmissionPolicy '${LOGGING}-collectors'`);
    expect(answer).toContain(says);
  });

  it('leaves other namespaces alone', async () => {
    const elsewhere = { ...changed(web(), IMAGE, 'x:latest') } as KubeObject;
    const said = await asking({ ...elsewhere, metadata: { ...elsewhere.metadata, namespace: 'default' } });
    expect(said).toContain('(server dry run)');
  });

  it('lets a developer restart the app, and change nothing else', async () => {
    const name = 'restarted';
    await apply([
      {
        ...web(),
        metadata: { ...web().metadata, name },
        spec: { ...(web()['spec'] as object), replicas: 0 },
      },
    ]);
    const patch = (spec: object) =>
      said('developer', 'patch', 'deployment', name, '--dry-run=server', '--patch', JSON.stringify({ spec }));
    expect(await said('developer', 'rollout', 'restart', `deployment/${name}`)).toContain('restarted');
    for (const spec of [
      { template: { spec: { containers: [{ name: 'web', image: 'finance-platform/web:other' }] } } },
      { template: { metadata: { annotations: { other: '1' } } } },
      { replicas: 3 },
      { template: { spec: { serviceAccountName: 'postgres' } } },
    ])
      expect(await patch(spec), JSON.stringify(spec)).toContain(
        'may restart this Deployment, and change nothing else',
      );
    expect(
      await said(
        'ci-cd',
        'patch',
        'deployment',
        name,
        '--dry-run=server',
        '--patch',
        '{"spec":{"paused":true}}',
      ),
    ).toContain('patched');
  });

  describe('a backup operator', () => {
    const create = ['create', '--dry-run=server', '-f', '-'];
    const answer = async (role: string, job: object) =>
      (await run('kubectl', [...as(role), ...create], { input: JSON.stringify(job) })).output;
    const jobOf = async (cronJob: string): Promise<KubeObject> =>
      JSON.parse(
        await kubectl(
          ...['create', 'job', 'other', '--from', `cronjob/${cronJob}`, '--namespace', NAMESPACE],
          ...['--dry-run=client', '--output', 'json'],
        ),
      );
    let restore: KubeObject;
    const CRON_JOBS = ['backup', 'restore-drill', 'restore'];

    beforeAll(async () => {
      await apply(CRON_JOBS.map((name) => changed(named('CronJob', name), ['spec', 'suspend'], true)));
      restore = await jobOf('restore');
      const other = changed(restore, COMMAND, PRINT);
      await eventually('the policy in force', async () =>
        (await answer('backup-operator', other)).includes('unchanged: kubectl create job'),
      );
    });

    it.each(CRON_JOBS)('makes a Job of the CronJob %s', async (name) => {
      const asked = ['create', 'job', 'now', '--from', `cronjob/${name}`, '--dry-run=server'];
      expect(await said('backup-operator', ...asked)).toContain('created');
    });

    it('makes one of a CronJob whose pods roll with the values that they read', async () => {
      const name = 'finance-platform/value-checksum';
      const path = ['spec', 'template', 'metadata', 'annotations', name];
      expect(await answer('backup-operator', changed(restore, path, '1'))).toContain('created');
    });

    it('makes none of another one, and none of its own', async () => {
      const job = restore;
      const own = { ...job, metadata: { name: 'own', namespace: NAMESPACE } };
      const [owner] = (job.metadata as unknown as { readonly ownerReferences: readonly object[] })
        .ownerReferences;
      for (const one of [
        own,
        changed(job, ['metadata', 'ownerReferences'], [{ ...owner, name: 'reset-link' }]),
        changed(
          job,
          ['metadata', 'ownerReferences'],
          [{ ...owner, kind: 'Deployment', apiVersion: 'apps/v1' }],
        ),
        changed(
          job,
          ['metadata', 'ownerReferences'],
          [owner, { ...owner, name: 'backup', controller: false }],
        ),
      ])
        expect(await answer('backup-operator', one)).toContain('make it of a CronJob of the platform');
    });

    it('makes none with the pod of another one', async () => {
      const { metadata } = await jobOf('backup');
      const other = { ...restore, metadata };
      expect(await answer('backup-operator', other)).toContain('its pod must be that of the CronJob backup');
    });

    it.each(OTHER_PODS)('runs nothing else with the credentials of a restore: %s', async (path, value) => {
      const other = changed(restore, path.split(' '), value);
      expect(await answer('backup-operator', other)).toContain('its pod must be that of the CronJob restore');
    });

    it('does not hinder those who deploy: they restore a dump that they name', async () => {
      const cronJob = named('CronJob', 'restore') as KubeObject & RestoreCronJob;
      expect(await answer('ci-cd', jobFrom(cronJob, 'restore-then', 'a-dump'))).toContain('created');
    });
  });

  it('knows how the API server stores the pods of CronJobs, with any settings', async () => {
    const folder = join(import.meta.dirname, '../../settings/fixtures/accepted');
    const stacks = readdirSync(folder).map((file) => file.slice('Pulumi.'.length, -'.yaml'.length));
    const given = stacks
      .flatMap((stack) => objectsIn(platform(readStackFile(stack, folder)).app))
      .filter(
        ({ kind, metadata }) => kind === 'CronJob' && /^(backup|restore|restore-drill)$/.test(metadata.name),
      )
      .map((cronJob, n) => ({ ...cronJob, metadata: { name: `stored-${n}`, namespace: 'default' } }));
    expect(given.length).toBeGreaterThan(20);
    const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: given });
    const output = await kubectlWith(
      input,
      ...['create', '--dry-run=server', '--filename', '-'],
      ...['--output', 'jsonpath={.spec.jobTemplate.spec.template.spec}{"\\n"}'],
    );
    const stored = output
      .trim()
      .split('\n')
      .map((pod) => JSON.parse(pod));
    expect(stored).toEqual(given.map((cronJob) => storedPod(podTemplate(cronJob)?.spec as unknown as Json)));
  });
});

const CONTAINER = ['spec', 'template', 'spec', 'containers', '0'];
const COMMAND = [...CONTAINER, 'command'];
const IMAGE = [...CONTAINER, 'image'];
const PRINT = ['sh', '-c', 'echo $PGPASSWORD'];
const OWNER = { secretKeyRef: { name: 'database-owner', key: 'DB_OWNER_PASSWORD' } };
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

/** Changes to the Job of a restore, each at a path; none that the policy `restricted` refuses to everybody. */
const OTHER_PODS: readonly [path: string, value: unknown][] = Object.entries({
  'spec template metadata labels app.kubernetes.io/name': 'web',
  'spec template metadata labels more': 'web',
  'spec template metadata annotations': { 'pre.hook.backup.velero.io/command': '["env"]' },
  'spec template metadata finalizers': ['stays.example.org/for-ever'],
  ...Object.fromEntries(
    ['containers', 'initContainers'].flatMap((list) =>
      Object.entries({
        command: PRINT,
        args: ['-c', 'env'],
        image: 'finance-platform/web:0.0.1',
        imagePullPolicy: 'Always',
        env: [{ name: 'PGHOST', value: 'elsewhere.example' }],
        'env 0 name': 'PATH',
        'env 0 value': '/dumps',
        'env 0': { name: 'SCRIPTS', valueFrom: OWNER },
        envFrom: [{ secretRef: { name: 'session' } }],
        restartPolicy: 'Always',
        resources: { requests: { cpu: '1m', memory: '1Mi' }, limits: { cpu: '8', memory: '8Gi' } },
        'securityContext runAsUser': 1,
        'volumeMounts 0 mountPath': '/elsewhere',
        'volumeMounts 0 subPath': 'dump.sh',
        'volumeMounts 1': { name: 'dumps', mountPath: '/tmp' },
        workingDir: '/dumps',
        terminationMessagePath: '/dumps/said',
        terminationMessagePolicy: 'File',
        stdin: true,
        tty: true,
        ports: [{ containerPort: 8080 }],
      }).map(([field, value]) => [`spec template spec ${list} 0 ${field}`, value]),
    ),
  ),
  ...Object.fromEntries(
    ['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) => [
      `spec template spec containers 0 ${probe}`,
      { exec: { command: PRINT } },
    ]),
  ),
  'spec template spec containers 0 lifecycle': { postStart: { exec: { command: PRINT } } },
  'spec template spec initContainers 2': {
    name: 'more',
    image: 'postgres:18',
    restartPolicy: 'Always',
    lifecycle: { postStart: { exec: { command: PRINT } } },
    env: [{ name: 'PGPASSWORD', valueFrom: OWNER }],
    securityContext: RESTRICTED,
  },
  'spec template spec containers 1': {
    name: 'more',
    image: 'postgres:18',
    command: PRINT,
    env: [{ name: 'PGPASSWORD', valueFrom: OWNER }],
    securityContext: RESTRICTED,
  },
  ...Object.fromEntries(
    Object.entries({
      activeDeadlineSeconds: 1,
      affinity: { podAffinity: {} },
      automountServiceAccountToken: true,
      dnsConfig: { nameservers: ['192.0.2.1'] },
      dnsPolicy: 'Default',
      enableServiceLinks: true,
      hostAliases: [{ ip: '192.0.2.1', hostnames: ['postgres'] }],
      hostUsers: false,
      hostname: 'postgres',
      imagePullSecrets: [{ name: 'session' }],
      nodeName: 'mine',
      nodeSelector: { mine: 'yes' },
      priorityClassName: 'system-node-critical',
      runtimeClassName: 'mine',
      'securityContext runAsUser': 1000,
      schedulerName: 'mine',
      serviceAccountName: 'web',
      shareProcessNamespace: true,
      subdomain: 'postgres',
      terminationGracePeriodSeconds: 1,
      tolerations: [{ operator: 'Exists' }],
      'volumes 0': { name: 'scripts', secret: { secretName: 'database-owner' } },
      'volumes 1': { name: 'tmp', persistentVolumeClaim: { claimName: 'postgres' } },
      'volumes 4': { name: 'more', projected: { sources: [{ secret: { name: 'session' } }] } },
    }).map(([field, value]) => [`spec template spec ${field}`, value]),
  ),
});
const READ_ONLY = [...CONTAINER, 'securityContext', 'readOnlyRootFilesystem'];
const PATHS: Readonly<Record<string, readonly string[]>> = {
  IMAGE,
  READ_ONLY,
  ESCALATION: [...CONTAINER, 'securityContext', 'allowPrivilegeEscalation'],
  DROP: [...CONTAINER, 'securityContext', 'capabilities', 'drop'],
  USER: ['spec', 'template', 'spec', 'securityContext', 'runAsUser'],
  SECCOMP: ['spec', 'template', 'spec', 'securityContext', 'seccompProfile', 'type'],
  HOST_PATH: ['spec', 'template', 'spec', 'volumes', '1', 'hostPath', 'path'],
  READ_ONLY_MOUNT: [...CONTAINER, 'volumeMounts', '1', 'readOnly'],
  HOST_NETWORK: ['spec', 'template', 'spec', 'hostNetwork'],
  POD_LABELS: ['spec', 'template', 'metadata', 'labels'],
  LABELS: ['metadata', 'labels'],
};

const web = () => named('Deployment', 'web');
const fluentd = () => named('DaemonSet', 'fluentd');

function named(wanted: string, name: string): KubeObject {
  const found = objects.find(({ kind, metadata }) => kind === wanted && metadata.name === name);
  if (!found) throw new Error(`the platform has no ${wanted} ${name}`);
  return found;
}

function changed(object: KubeObject, path: readonly string[], value: unknown): KubeObject {
  const copy = structuredClone(object);
  const last = path.at(-1) ?? '';
  // biome-ignore lint/suspicious/noExplicitAny: a path into any object
  const holder = path.slice(0, -1).reduce((part: any, key) => part[key], copy);
  holder[last] = value;
  return copy;
}

/** Answer of the API server to an object in a dry run. */
async function asking(object: KubeObject): Promise<string> {
  const args = ['apply', '--server-side', '--force-conflicts', '--dry-run=server', '-f', '-'];
  return (await run('kubectl', args, { input: JSON.stringify(object) })).output;
}

function apply(wanted: readonly KubeObject[]): Promise<string> {
  const input = wanted.map((object) => JSON.stringify(object)).join('\n');
  return kubectlWith(input, 'apply', '--server-side', '-f', '-');
}

function as(role: string): readonly string[] {
  return ['--as', `somebody-${role}`, '--as-group', group(role), '--namespace', NAMESPACE];
}

async function said(role: string, ...args: readonly string[]): Promise<string> {
  return (await run('kubectl', [...as(role), ...args])).output;
}

/** Reviews all cells by one request to the API server: `verb resource[.group][:subresource][/name] [in PLACE]`. */
async function reviews(cells: ReadonlyArray<{ what: string; role: string }>): Promise<readonly boolean[]> {
  const items = cells.map(({ what, role }) => {
    const [verb = '', to = '', , place = 'app'] = what.split(' ');
    const namespace = { app: NAMESPACE, monitoring: MONITORING, velero: VELERO }[place];
    const [, resource, apiGroup = '', subresource = '', name = ''] =
      /^([a-z]+)(?:\.([a-z0-9.]+))?(?::([a-z]+))?(?:\/(.+))?$/.exec(to) ?? [];
    const resourceAttributes = { namespace, verb, group: apiGroup, resource, subresource, name };
    return {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: { user: `somebody-${role}`, groups: [group(role), 'system:authenticated'], resourceAttributes },
    };
  });
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const output = await kubectlWith(
    input,
    'create',
    '--filename',
    '-',
    '--output',
    'jsonpath={.status.allowed}{"\\n"}',
  );
  return output
    .trim()
    .split('\n')
    .map((line) => line === 'true');
}
