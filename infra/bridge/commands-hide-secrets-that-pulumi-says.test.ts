import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const TOKEN = 't0ken';

/** Fails with `--show-secrets` after saying a secret everywhere; without, where the shell line after it says so. */
const failing = (open: string) => `
for part; do
  [ "$before" != --save-plan ] || echo ${TOKEN} >"$part"
  before=$part
done
case "$*" in *--show-secrets*) echo "password: ${TOKEN}"; echo "error: ${TOKEN}" >&2; exit 7 ;; esac
${open}`;

describe('a command of Pulumi that may say secrets', () => {
  it.each([
    ['adopt', 'adopt/adopt-command.ts', 'preview', 7],
    ['recover', 'recover/recover-command.ts', 'stack export', 7],
    ['drift', 'drift/drift-command.ts', 'stack export', 2],
  ])('is not heard by %s when it fails, but its cause is', (_name, command, asked, expected) => {
    const { code, output, left } = run(command, failing("echo 'error: no such image' >&2; exit 1"));
    expect(output).not.toContain(TOKEN);
    expect(output).toContain('error: no such image');
    expect(output).toMatch(new RegExp(`pulumi ${asked}.* --show-secrets.* failed`));
    expect(code).toBe(expected);
    expect(left).toEqual([]);
  });

  it('is heard by nobody where it fails for its secrets alone, and how to hear it is said', () => {
    const { output } = run('recover/recover-command.ts', failing("echo '{}'"));
    expect(output).not.toContain(TOKEN);
    expect(output).toContain('is the passphrase or key of the stack the right one?');
    expect(output).toContain('run it where nobody else reads along');
  });

  it.each([
    'adopt/adopt-command.ts',
    'recover/recover-command.ts',
    'drift/drift-command.ts',
  ])('is not quoted by %s when it is cut off', (command) => {
    const { code, output } = run(
      command,
      `
for part; do
  [ "$before" != --save-plan ] || echo '{"password": ${TOKEN}' >"$part"
  before=$part
done
case "$*" in *--show-secrets*) echo '{"password": ${TOKEN}' ;; esac`,
    );
    expect(output).not.toContain(TOKEN);
    expect(output).toContain('is not JSON; it may hold secrets, so it is not shown');
    expect(code).not.toBe(0);
  });
});

it('what Pulumi says without secrets is shown when it fails', () => {
  const told = `[ "$1" != whoami ] || { echo 'error: no backend'; exit 3; }`;
  const { code, output } = run('recover/recover-command.ts', told, '--stack', 'dev');
  expect(output).toBe('error: no backend\n\n');
  expect(code).toBe(3);
});

/** Runs a command of the bridge with a `pulumi` that is this script; `left` is what it leaves in the folder of temporary files. */
function run(command: string, pulumi: string, ...args: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'pulumi-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  writeFileSync(join(folder, 'pulumi'), `#!/bin/sh\n${pulumi}\n`, { mode: 0o755 });
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, command), ...args],
    {
      encoding: 'utf8',
      env: { ...process.env, PATH: folder + delimiter + process.env['PATH'], TMPDIR: temporary },
    },
  );
  return { code: status, output: stdout + stderr, left: readdirSync(temporary) };
}
