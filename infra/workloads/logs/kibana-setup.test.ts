import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { onPath } from '../../local/find-command.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';

const run = promisify(execFile);

it.skipIf(onPath(['curl']).length === 0)('the script waits for Kibana, and makes its data view', async () => {
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const what = `${request.method} ${request.url}`;
      const isUp = asked.push(what) > 1;
      if (text !== '') bodies.push({ ...JSON.parse(text), xsrf: request.headers['kbn-xsrf'] });
      response.writeHead(isUp ? 200 : 503).end('{}');
    });
  });
  const folder = mkdtempSync(join(tmpdir(), 'kibana-'));
  try {
    const config = objectsIn(
      platform(settingsWith({ observability: { logs: { kind: 'elasticsearch' } } })).app,
    ).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'kibana-setup');
    for (const [file, text] of Object.entries(config?.['data'] as Record<string, string>))
      writeFileSync(join(folder, file), text);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const KIBANA = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const env = {
      PATH: process.env['PATH'],
      KIBANA,
      SETUP: folder,
      TMPDIR: folder,
      ELASTIC_PASSWORD: 'secret',
    };
    const { stdout, stderr } = await run('sh', [join(folder, 'setup.sh')], { env });
    expect(stdout + stderr).not.toContain('secret');
  } finally {
    server.close();
    rmSync(folder, { recursive: true });
  }
  expect(asked).toEqual(['GET /api/status', 'GET /api/status', 'POST /api/data_views/data_view']);
  expect(bodies).toEqual([
    {
      override: true,
      data_view: { id: 'finance-logs', name: 'Logs', title: 'finance-logs-*', timeFieldName: '@timestamp' },
      xsrf: 'setup',
    },
  ]);
});
