import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { get, kubectl, kubectlWith } from '../kubectl.ts';
import { requireSuccess, run } from '../run-process.ts';
import { selfSigned, tlsSecret } from '../self-signed-certificate.ts';
import { ARGO_CD_IMAGE } from './argo-cd-chart.ts';
import type { PackedChart } from './pack-chart.ts';

/** A server in the cluster, at an address of a node, that has a Git repository and a repository of charts. */
export interface GitAndCharts {
  /** Address of the node. */
  readonly host: string;
  readonly port: number;
  /** Address of the Git repository, which anybody may push to. */
  readonly repository: string;
  /** Address of the repository of charts. */
  readonly charts: string;
  /** Its certificate, in PEM. */
  readonly certificate: string;
  /** Puts charts into the repository, in the place of those of before. */
  publish(...charts: readonly PackedChart[]): Promise<void>;
  /**
   * Commits files in the place of all that the main branch has, and pushes it.
   *
   * @param files text by path
   * @returns the commit
   */
  commit(files: ReadonlyMap<string, string>, message: string): Promise<string>;
  /** File of the certificate, for programs outside of the cluster. */
  readonly certificateFile: string;
  remove(): Promise<void>;
}

const PORT = 3443;

/** Starts the server on a node, in a namespace of its own. */
export async function gitAndChartServer(namespace: string): Promise<GitAndCharts> {
  const [node] = (await get('nodes')).items;
  const host = node.status.addresses.find(({ type }: { type: string }) => type === 'InternalIP').address;
  const pair = await selfSigned(host);
  const folder = mkdtempSync(join(tmpdir(), 'finance-git-'));
  const certificateFile = join(folder, 'certificate.pem');
  writeFileSync(certificateFile, pair.certificate);
  const objects = [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
    },
    tlsSecret(namespace, 'tls', pair),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'lighttpd', namespace },
      data: { 'lighttpd.conf': CONFIGURATION },
    },
    pod(namespace, node.metadata.name),
  ];
  const input = objects.map((object) => JSON.stringify(object)).join('\n');
  await kubectlWith(input, 'create', '--filename', '-');
  const inside = ['--namespace', namespace] as const;
  await kubectl('wait', 'pod/git', '--for=condition=Ready', '--timeout=120s', ...inside);

  const repository = `https://${host}:${PORT}/git/finance.git`;
  const checkout = join(folder, 'checkout');
  const git = async (...args: readonly string[]) => {
    const env = { GIT_SSL_CAINFO: certificateFile };
    const ended = await run('git', ['-C', checkout, ...AUTHOR, ...args], { env });
    requireSuccess(`git ${args.join(' ')}`, ended);
    return ended.output.trim();
  };
  requireSuccess('git init', await run('git', ['init', '--quiet', '--initial-branch=main', checkout]));
  await git('remote', 'add', 'origin', repository);
  return {
    host,
    port: PORT,
    repository,
    charts: `https://${host}:${PORT}/charts`,
    certificate: pair.certificate,
    certificateFile,
    async publish(...charts) {
      const write = (file: string, text: string, how: string) => {
        const script = `${how} >/srv/www/charts/${file}`;
        return kubectlWith(text, 'exec', '-i', 'git', ...inside, '--', 'sh', '-c', script);
      };
      for (const { fileName, archive } of charts) await write(fileName, archive, 'base64 -d');
      const entries = charts.map(({ metadata, fileName }) => [
        metadata.name,
        [{ ...metadata, urls: [fileName] }],
      ]);
      const index = { apiVersion: 'v1', entries: Object.fromEntries(entries) };
      await write('index.yaml', stringify(index), 'cat');
    },
    async commit(files, message) {
      // Releases push there, too.
      const isThere = (await git('ls-remote', '--heads', 'origin', 'main')) !== '';
      if (isThere) {
        await git('fetch', '--quiet', 'origin', 'main');
        await git('reset', '--quiet', '--hard', 'FETCH_HEAD');
        await git('rm', '--quiet', '-r', '.');
      }
      for (const [path, text] of files) {
        const file = join(checkout, path);
        await run('mkdir', ['-p', dirname(file)]);
        writeFileSync(file, text);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--message', message);
      await git('push', '--quiet', 'origin', 'HEAD:refs/heads/main');
      return git('rev-parse', 'HEAD');
    },
    async remove() {
      rmSync(folder, { recursive: true });
      await kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--wait=false');
    },
  };
}

const AUTHOR = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@finance-platform.invalid'];

/** @see https://git-scm.com/docs/git-http-backend */
const CONFIGURATION = `
server.modules = ("mod_alias", "mod_cgi", "mod_setenv", "mod_openssl")
server.port = ${PORT}
server.document-root = "/srv/www"
server.upload-dirs = ("/tmp")
ssl.engine = "enable"
ssl.pemfile = "/etc/tls/tls.crt"
ssl.privkey = "/etc/tls/tls.key"
alias.url = ("/git" => "/usr/lib/git-core/git-http-backend")
$HTTP["url"] =~ "^/git" {
  cgi.assign = ("" => "")
  setenv.set-environment = ("GIT_PROJECT_ROOT" => "/srv/git", "GIT_HTTP_EXPORT_ALL" => "1", "REMOTE_USER" => "e2e")
}
`;

const START = `mkdir -p /srv/www/charts
git init --quiet --bare --initial-branch=main /srv/git/finance.git
git -C /srv/git/finance.git config http.receivepack true
exec lighttpd -D -f /etc/lighttpd.d/lighttpd.conf`;

function pod(namespace: string, nodeName: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'git', namespace },
    spec: {
      nodeName,
      hostNetwork: true,
      containers: [
        {
          name: 'git',
          image: ARGO_CD_IMAGE,
          imagePullPolicy: 'IfNotPresent',
          command: ['sh', '-ec', START],
          readinessProbe: { tcpSocket: { port: PORT }, periodSeconds: 1 },
          volumeMounts: [
            { name: 'srv', mountPath: '/srv' },
            { name: 'tls', mountPath: '/etc/tls' },
            { name: 'lighttpd', mountPath: '/etc/lighttpd.d' },
          ],
        },
      ],
      securityContext: { fsGroup: 999 },
      volumes: [
        { name: 'srv', emptyDir: {} },
        { name: 'tls', secret: { secretName: 'tls' } },
        { name: 'lighttpd', configMap: { name: 'lighttpd' } },
      ],
    },
  };
}
