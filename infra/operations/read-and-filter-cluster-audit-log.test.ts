import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { readAuditLog } from './fetch-audit-log-from-k3s-or-eks.ts';
import { audit } from './print-cluster-audit-log.ts';
import { auditLines } from './select-and-format-audit-lines.ts';

const NOON = '2026-01-31T12:00:00.000000Z';
const entry = (more: object) =>
  JSON.stringify({
    kind: 'Event',
    requestReceivedTimestamp: NOON,
    verb: 'get',
    user: { username: 'ada' },
    sourceIPs: ['192.0.2.7'],
    objectRef: { resource: 'pods', namespace: 'finance', name: 'web-1' },
    responseStatus: { code: 200 },
    ...more,
  });
const forbidden = entry({
  responseStatus: { code: 403, message: 'pods "web-1" is forbidden' },
  annotations: { 'authorization.k8s.io/decision': 'forbid' },
});
const refused = entry({
  verb: 'create',
  responseStatus: {
    code: 422,
    message: "ValidatingAdmissionPolicy 'images' denied request: no digest\nmore",
  },
  annotations: { 'authorization.k8s.io/decision': 'allow' },
});
const inPod = entry({ verb: 'create', objectRef: { resource: 'pods', subresource: 'exec', name: 'web-1' } });
const LOG = [
  'no JSON',
  entry({}),
  forbidden,
  refused,
  inPod,
  entry({ verb: 'patch', user: { username: 'system:node:one' } }),
  entry({ verb: 'delete' }),
];
const shown = (filter: object, since = 0) => [...auditLines(LOG, { since, ...filter })];

describe('the audit log', () => {
  it('shows what people changed and what was refused, and nothing that the cluster does all day', () => {
    expect(shown({})).toHaveLength(4);
    expect(shown({}).at(-1)).toBe(`${NOON}  ada from 192.0.2.7  delete  pods  finance/web-1  200`);
  });

  it.each([
    [
      { refused: true },
      `create  pods  finance/web-1  422  ValidatingAdmissionPolicy 'images' denied request: no digest`,
    ],
    [{ forbidden: true }, 'get  pods  finance/web-1  403  pods "web-1" is forbidden'],
    [{ exec: true }, 'create  pods/exec  web-1  200'],
  ])('shows one kind alone: %j', (filter, expected) => {
    expect(shown(filter)).toEqual([`${NOON}  ada from 192.0.2.7  ${expected}`]);
  });

  it('shows several kinds, and leaves out what is older', () => {
    expect(shown({ forbidden: true, exec: true })).toHaveLength(2);
    expect(shown({}, Date.parse(NOON) + 1)).toEqual([]);
  });
});

describe('the audit log is read', () => {
  it('from the server of k3s, whose key has to be the one of the settings', () => {
    const server = {
      host: '192.0.2.11',
      hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
    };
    const cluster = {
      provider: 'k3s',
      hosts: { server },
      ssh: { user: 'ops', port: 2222, keyFile: '~/.ssh/id' },
    };
    const { program, args, known } = ranFor({ cluster }, 0);
    expect(program).toBe('ssh');
    expect(args).toEqual(
      expect.arrayContaining([
        'StrictHostKeyChecking=yes',
        '-i',
        join(homedir(), '.ssh/id'),
        'ops@192.0.2.11',
      ]),
    );
    expect(args.at(-1)).toContain('/var/lib/rancher/k3s/server/logs');
    expect(known).toBe(`[192.0.2.11]:2222 ${server.hostKey}\n`);
  });

  it('from the log group of EKS', () => {
    const cluster = { provider: 'eks', region: 'eu-central-1', account: '111122223333' };
    const { program, args } = ranFor({ cluster, uploads: { storageClass: 'efs' } }, 7);
    expect([program, ...args].join(' ')).toMatch(
      /^aws logs filter-log-events .*--log-group-name \/aws\/eks\/\S+\/cluster .*--start-time 7$/,
    );
  });

  it('not from a cluster of others', () => {
    expect(() => ranFor({}, 0)).toThrow('where whoever runs it keeps it');
  });

  it('by a command, whatever its size, and says when nothing of that is in it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'finance-audit-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const now = new Date().toISOString();
    const lines = LOG.map((line) => line.replace(NOON, now));
    writeFileSync(join(folder, 'log'), `${`${lines.join('\n')}\n`.repeat(1000)}${' '.repeat(1 << 21)}`);
    writeFileSync(join(folder, 'ssh'), `#!/bin/sh\ncat ${folder}/log\n`, { mode: 0o755 });
    vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
    onTestFinished(() => void vi.unstubAllEnvs());
    const said: string[] = [];
    audit(['--stack', 'lab', '--refused', '--hours', '1'], (line) => said.push(line));
    expect(said).toHaveLength(1000);
    expect(said[0]).toContain('denied request: no digest');
    writeFileSync(join(folder, 'log'), '');
    audit(['--stack', 'lab'], (line) => said.push(line));
    expect(said.at(-1)).toBe('nothing of that in the last 24 hours');
    writeFileSync(join(folder, 'ssh'), '#!/bin/sh\necho "Host key verification failed." >&2; exit 255\n');
    expect(() => audit(['--stack', 'lab'], () => {})).toThrow('could not read the audit log: Host key');
    for (const hours of ['0', '721', 'many'])
      expect(() => audit(['--hours', hours], () => {})).toThrow('--hours must be from 1 to 720');
  });
});

/** Program that reads the log with some settings, its arguments, and the known hosts that ssh is given. */
function ranFor(settings: Parameters<typeof settingsWith>[0], since: number) {
  let ran = { program: '', args: [] as readonly string[], known: '' };
  readAuditLog(settingsWith(settings), since, ({ program, args }) => {
    const file = args.find((arg) => arg.startsWith('UserKnownHostsFile='))?.split('=')[1];
    ran = { program, args, known: file ? readFileSync(file, 'utf8') : '' };
    return '';
  });
  return ran;
}
