import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, startServer } from './testing/server-process.ts';

const why = spawnSync('openssl', ['version']).status === 0 ? undefined : 'openssl makes the certificates';

let folder: string;
let files: { readonly TLS_CERT_FILE: string; readonly TLS_KEY_FILE: string };
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'encrypted-'));
  files = { TLS_CERT_FILE: join(folder, 'tls.crt'), TLS_KEY_FILE: join(folder, 'tls.key') };
  if (why !== undefined) return;
  const fresh = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const named = [
    '-subj',
    '/O=finance-platform/CN=web',
    '-addext',
    'subjectAltName=DNS:localhost',
    '-days',
    '2',
  ];
  const out = ['-keyout', files.TLS_KEY_FILE, '-out', files.TLS_CERT_FILE];
  execFileSync('openssl', [...fresh, ...named, ...out], { stdio: 'ignore' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(why)(`a process with a certificate${why ? ` (skipped: ${why})` : ''}`, () => {
  it('serves the same at both ports, says when its certificate ends, and stops with both', async () => {
    const server = await startServer({ ...files, TLS_PORT: '0' });
    const { tlsPort } = server.listening;
    const asked = get({
      host: '127.0.0.1',
      servername: 'localhost',
      port: tlsPort,
      path: '/health',
      ca: readFileSync(files.TLS_CERT_FILE),
    });
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    answer.resume();
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    const metrics = await (await fetch(`${server.metricsUrl}/metrics`)).text();
    expect(metrics).toMatch(/^app_server_certificate_expiry_timestamp_seconds[{]server="web"[}] \d+$/m);
    server.process.kill('SIGTERM');
    expect(await server.ended).toEqual([0, null]);
  });

  it('answers nothing in clear at the port for TLS', async () => {
    const { listening } = await startServer({ ...files, TLS_PORT: '0' });
    await expect(fetch(`http://127.0.0.1:${listening['tlsPort']}/health`)).rejects.toThrow();
  });

  it('does not start with a key that is not that of its certificate, and says so', async () => {
    const other = join(folder, 'other.key');
    writeFileSync(other, 'no key');
    const child = launch({ ...files, TLS_KEY_FILE: other, TLS_PORT: '0', REDIS_URL: '' }, 'app/server.ts');
    let said = '';
    child.stderr?.on('data', (text) => {
      said += text;
    });
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(said).toContain('TLS_KEY_FILE');
  });
});
