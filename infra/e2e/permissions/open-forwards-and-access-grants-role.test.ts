import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { access } from '../../operations/create-role-kubeconfig.ts';
import { open } from '../../operations/open.ts';
import { needs } from '../../operations/print-resource-needs-and-node-fit.ts';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { objectsOf } from '../../workloads/testing/objects-from-settings.ts';
import { kubectl, kubectlWith } from '../kubectl.ts';
import { forget, ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { whyNoCluster } from '../needs.ts';
import { run } from '../run-process.ts';

const NAMESPACE = ownNamespace('finance-e2e-open');
const MONITORING = `${NAMESPACE}-monitoring`;
const reason = whyNoCluster();

describe.skipIf(reason)(`a person at a stack${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let root: string;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'finance-open-'));
    writeFileSync(join(root, 'Pulumi.test.yaml'), SETTINGS);
    const objects = objectsOf(readStackFile('test', root)).filter(
      ({ kind, metadata }) =>
        ['Namespace', 'Role'].includes(kind) || (kind === 'Service' && metadata.name === 'grafana'),
    );
    await kubectlWith(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }), 'apply', '-f', '-');
    await kubectlWith(POD, 'apply', '--namespace', MONITORING, '-f', '-');
    await kubectl(
      'wait',
      '--namespace',
      MONITORING,
      'pod/grafana',
      '--for=condition=Ready',
      '--timeout=120s',
    );
  });
  afterAll(async () => {
    await forget(NAMESPACE, MONITORING);
    rmSync(root, { recursive: true });
  });

  it('opens what runs there, is told how to sign in, and closes it', async () => {
    const stop = new AbortController();
    const { promise: isOpen, resolve } = Promise.withResolvers<string>();
    const said: string[] = [];
    const opened = open(
      ['grafana', '--stack', 'test', '--port', '0'],
      stop.signal,
      (line) => {
        said.push(line);
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
        if (url) resolve(url);
      },
      root,
    );
    const url = await Promise.race([isOpen, opened.then(() => 'it ended')]);
    expect(await (await fetch(url)).text()).toBe('a page\n');
    expect(said.join('\n')).toContain('user admin');
    const taken = open(
      ['grafana', '--stack', 'test', '--port', new URL(url).port],
      stop.signal,
      () => {},
      root,
    );
    await expect(taken).rejects.toThrow('is taken: add --port');
    stop.abort();
    await opened;
    await expect(fetch(url)).rejects.toThrow();
  });

  it('is told what is not there', async () => {
    const { signal } = new AbortController();
    const missing = open(['prometheus', '--stack', 'test'], signal, () => {}, root);
    await expect(missing).rejects.toThrow('"prometheus" not found');
  });

  it.each([
    ['viewer', { pods: 'yes', secrets: 'no' }],
    ['developer', { pods: 'yes', secrets: 'no' }],
    ['ci-cd', { pods: 'yes', secrets: 'yes' }],
    ['backup-operator', { pods: 'yes', secrets: 'no' }],
  ])('gets the rights of a %s for some hours, and no others', async (role, rights) => {
    const file = join(root, `${role}.kubeconfig`);
    writeFileSync(
      file,
      access([role, '--stack', 'test', '--hours', '1'], () => {}, root),
    );
    const asHolder = (...args: string[]) => run('kubectl', args, { env: { KUBECONFIG: file } });
    const may = async (...what: string[]) => (await asHolder('auth', 'can-i', ...what)).output.trim();
    expect({ pods: await may('list', 'pods'), secrets: await may('create', 'secrets') }).toEqual(rights);
    expect((await asHolder('get', 'pods', '--namespace', 'kube-system')).output).toContain('Forbidden');
  });

  it('gets no half of an answer about the nodes, which no role reads', () => {
    const file = join(root, 'asks.kubeconfig');
    writeFileSync(
      file,
      access(['developer', '--stack', 'test', '--hours', '1'], () => {}, root),
    );
    const settings = join(root, 'Pulumi.asks.yaml');
    writeFileSync(
      settings,
      `${SETTINGS}  finance-platform:cluster: { provider: existing, kubeconfig: ${file} }\n`,
    );
    const said: string[] = [];
    const ask = () => needs(['--stack', 'asks', '--cluster'], (line) => said.push(line), root);
    expect(ask).toThrow(/as its administrator.*--nodes 4\/16Gi.*\(Forbidden\)/s);
    expect(said).toEqual([]);
  });

  it('is told of a role that is none', () => {
    expect(() => access(['admin', '--stack', 'test'], () => {}, root)).toThrow('say which role: developer');
    expect(() => access(['viewer', '--stack', 'test', '--hours', '48'], () => {}, root)).toThrow(
      'from 1 to 24',
    );
  });
});

const SETTINGS = `
config:
  finance-platform:namespace: ${NAMESPACE}
  finance-platform:web:
    image: finance-platform/web:0.1.0
  finance-platform:observability:
    namespace: ${MONITORING}
    dashboards: { kind: grafana }
`;

/** Stands for Grafana, whose image no test cluster has: one page on its port. */
const POD = `
apiVersion: v1
kind: Pod
metadata: { name: grafana, labels: { app.kubernetes.io/name: grafana } }
spec:
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }
  containers:
    - name: grafana
      image: busybox:1.37
      command: [sh, -c, 'mkdir /tmp/www && echo a page > /tmp/www/index.html && exec httpd -f -p 3000 -h /tmp/www']
      ports: [{ name: http, containerPort: 3000 }]
      readinessProbe: { tcpSocket: { port: http }, periodSeconds: 1 }
      resources: { requests: { cpu: 10m, memory: 8Mi }, limits: { cpu: 100m, memory: 32Mi } }
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;
