import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signIn } from './kubeconfig-auth.ts';

const encoded = (text: string) => Buffer.from(text).toString('base64');
const CA = { server: 'https://one:6443', 'certificate-authority-data': encoded('CA') };

describe('who asks the API server', () => {
  it.each([
    [{ token: 't0ken' }],
    [{ 'client-certificate-data': encoded('CERT'), 'client-key-data': encoded('KEY') }],
  ])('is the user that the kubeconfig holds, as the official client has it', async (user) => {
    const ours = await signIn(kubeconfig(CA, user));
    // An additional field makes it fall back to the official client.
    const theirs = await signIn(kubeconfig({ ...CA, 'tls-server-name': 'one' }, user));
    expect(ours.server).toBe(theirs.server);
    const [mine, other] = [await ours.sign({}), await theirs.sign({})];
    const header = (headers: unknown) => (headers as Record<string, string>)?.['authorization'];
    expect(header(mine.headers)).toBe(header(lowerCased(other.headers)));
    for (const field of ['ca', 'cert', 'key'] as const)
      expect(agentOf(mine)[field]?.toString(), field).toBe(agentOf(other)[field]?.toString());
  });

  it('is whoever a command says, through the official client', async () => {
    const credential = {
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'fetched' },
    };
    const exec = {
      apiVersion: credential.apiVersion,
      command: process.execPath,
      args: ['-e', `console.log(${JSON.stringify(JSON.stringify(credential))})`],
    };
    const { sign } = await signIn(kubeconfig(CA, { exec }));
    expect(lowerCased((await sign({})).headers)).toMatchObject({ authorization: 'Bearer fetched' });
  });

  it('asks a command for one token, however many ask at once', async () => {
    const counter = join(mkdtempSync(join(tmpdir(), 'sign-in-')), 'asked');
    const program = `require('fs').appendFileSync(${JSON.stringify(counter)}, 'x'); console.log(${JSON.stringify(
      JSON.stringify({ status: { token: 'fetched' } }),
    )})`;
    const exec = { command: process.execPath, args: ['-e', program] };
    const { sign } = await signIn(kubeconfig(CA, { exec }));
    await Promise.all(Array.from({ length: 5 }, () => sign({})));
    expect(readFileSync(counter, 'utf8')).toBe('x');
    rmSync(dirname(counter), { recursive: true });
  });

  it('is the user of the context that the kubeconfig is at, where it has several', async () => {
    const file = JSON.parse(kubeconfig(CA, { token: 'right' }));
    file.clusters.unshift({ name: 'other', cluster: { server: 'https://other:6443' } });
    file.users.unshift({ name: 'other', user: { token: 'wrong' } });
    const { server, sign } = await signIn(JSON.stringify(file));
    expect(server).toBe(CA.server);
    expect(lowerCased((await sign({})).headers)).toMatchObject({ authorization: 'Bearer right' });
  });

  it('is nobody where the kubeconfig is broken, of which nothing is quoted', async () => {
    const error = await signIn('users:\n  - user: { token: t0ken\n').catch((reason: Error) => reason);
    expect(String(error)).toMatch(/the kubeconfig of the stack is not YAML: \w+ in line \d/);
    expect(String(error)).not.toContain('t0ken');
  });

  it('is nobody without a cluster', async () => {
    await expect(signIn('kind: Config')).rejects.toThrow('names no cluster');
  });
});

function kubeconfig(cluster: object, user: object): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'it',
    contexts: [{ name: 'it', context: { cluster: 'it', user: 'it' } }],
    clusters: [{ name: 'it', cluster }],
    users: [{ name: 'it', user }],
  });
}

function agentOf({ agent }: { agent?: unknown }) {
  return (agent as Agent).options;
}

function lowerCased(headers: unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([key, value]) => [key.toLowerCase(), value]));
}
