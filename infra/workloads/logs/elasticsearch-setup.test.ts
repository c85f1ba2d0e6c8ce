import { type ChildProcess, execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { onPath } from '../../local/find-command.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';

/** Requests of the real script to a fake server: no real Elasticsearch is available here. */
interface Told {
  readonly code: number;
  readonly requests: ReadonlyArray<{ readonly what: string; readonly body: unknown }>;
  readonly output: string;
}

let server: Server | undefined;
afterEach(() => server?.close());

function runAgainst(statusOf: (what: string, times: number) => number): Promise<Told> {
  const requests: Array<{ what: string; body: unknown }> = [];
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const what = `${request.method} ${request.url}`;
      const [name, password] = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64')
        .toString()
        .split(':');
      const times = requests.filter((one) => one.what === what).length;
      const known = name === 'elastic' && password === 'old-secret';
      requests.push({ what, body: text === '' ? undefined : JSON.parse(text) });
      response.writeHead(known ? statusOf(what, times) : 401).end('{"acknowledged":true}');
    });
  });
  const folder = mkdtempSync(join(tmpdir(), 'setup-'));
  const config = objectsIn(
    platform(settingsWith({ observability: { logs: { kind: 'elasticsearch' } } })).app,
  ).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'elasticsearch-setup');
  for (const [file, text] of Object.entries(config?.['data'] as Record<string, string>))
    writeFileSync(join(folder, file), text);
  return new Promise((resolve) => {
    server?.listen(0, '127.0.0.1', () => {
      const { port } = server?.address() as AddressInfo;
      const env = {
        PATH: process.env['PATH'],
        ELASTICSEARCH: `http://127.0.0.1:${port}`,
        INDEX: 'finance-logs',
        SETUP: folder,
        TMPDIR: folder,
        ELASTIC_PASSWORD: 'old-secret',
        FLUENTD_PASSWORD: 'fluent-secret',
        KIBANA_PASSWORD: 'kibana-secret',
      };
      const child: ChildProcess = execFile('sh', [join(folder, 'setup.sh')], { env }, (_error, out, err) => {
        rmSync(folder, { recursive: true });
        resolve({ code: child.exitCode ?? -1, requests, output: out + err });
      });
    });
  });
}

const why = onPath(['curl']).length > 0 ? '' : ' (skipped: there is no curl)';

describe.skipIf(why)(`the script that sets Elasticsearch up${why}`, () => {
  it('waits until it answers, then tells it how long to keep lines and who may come', async () => {
    const { code, requests, output } = await runAgainst((what, times) =>
      what === 'GET /_cluster/health' && times === 0 ? 503 : 200,
    );
    expect(code).toBe(0);
    expect(requests.map(({ what }) => what)).toEqual([
      'GET /_cluster/health',
      'GET /_cluster/health',
      'PUT /_ilm/policy/finance-logs',
      'PUT /_index_template/finance-logs',
      'PUT /_security/role/fluentd',
      'PUT /_security/user/fluentd',
      'POST /_security/user/kibana_system/_password',
    ]);
    expect(requests.slice(-2).map(({ body }) => body)).toEqual([
      { password: 'fluent-secret', roles: ['fluentd'] },
      { password: 'kibana-secret' },
    ]);
    expect(output).not.toContain('secret');
  });

  it('fails where it is refused, so that nobody comes to what is half made', async () => {
    const { code, requests } = await runAgainst((what) => (what.includes('_security/role') ? 403 : 200));
    expect(code).not.toBe(0);
    expect(requests.at(-1)?.what).toBe('PUT /_security/role/fluentd');
  });
});
