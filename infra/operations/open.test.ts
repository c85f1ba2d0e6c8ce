import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { open } from './open.ts';

describe('the address of the database', () => {
  it('has the user of its Secret, whatever rotation the settings have', async () => {
    const said = await opened({ secret: 'printf finance_web_2' });
    expect(said[0]).toBe('database of dev: postgres://finance_web_2@127.0.0.1:5432/finance');
    expect(said.join('\n')).toContain('get secret database-web');
  });

  it('has the user of the settings for a role that reads no Secrets', async () => {
    const said = await opened({ secret: 'echo Forbidden >&2; exit 1' });
    expect(said[0]).toBe('database of dev: postgres://finance_web@127.0.0.1:5432/finance');
  });
});

/** Lines that are said about the database, with a kubectl that runs a shell command to read a Secret. */
async function opened({ secret }: { readonly secret: string }): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'finance-open-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(
    join(folder, 'kubectl'),
    `#!/bin/sh
case "$*" in
  *' get service postgres '*) echo service/postgres ;;
  *' get secret database-web --output go-template={{index .data "DB_USER" | base64decode}}') ${secret} ;;
  *' port-forward '*) echo 'Forwarding from 127.0.0.1:5432 -> 5432'; exec sleep 60 ;;
  *) exit 1 ;;
esac
`,
    { mode: 0o755 },
  );
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`);
  onTestFinished(() => void vi.unstubAllEnvs());
  const stop = new AbortController();
  const said: string[] = [];
  await open(['database'], stop.signal, (line) => {
    said.push(line);
    if (line.startsWith('Ctrl-C')) stop.abort();
  });
  return said;
}
