import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { FIXES, isPatched } from './patch-installed-driver.ts';

const ROOT = join(import.meta.dirname, '../..');
const CONNECT = `import { connect } from './app/database/connect.ts';
  connect({ host: '127.0.0.1', port: 1, name: 'a', user: 'b', password: 'c', poolSize: 1 });
  console.log('has a pool');`;

it('refuses the driver as published, and takes it once it is mended', () => {
  const { run } = installed(FIXES);
  const refused = run('--input-type=module', '--eval', CONNECT);
  expect(refused.stderr).toContain('Run: npm run postinstall');
  expect(refused.status).toBe(1);
  expect(run('app/database/patch-installed-driver.ts').status).toBe(0);
  expect(run('--input-type=module', '--eval', CONNECT).stdout).toBe('has a pool\n');
});

it('takes the driver that is installed here', () => expect(isPatched()).toBe(true));

it.each(
  FIXES.map((fix, index) => [index + 1, fix] as const),
)('misses fix %i where only that is not in', (_, fix) => {
  expect(isPatched(installed([fix]).driver)).toBe(false);
});

/** Installs the app's database files with a driver that lacks some fixes. */
function installed(without: typeof FIXES) {
  const root = mkdtempSync(join(tmpdir(), 'finance-driver-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const files = ['connect.ts', 'tls-socket.ts', 'open-driver-socket.ts', 'patch-installed-driver.ts'].map(
    (file) => join('app/database', file),
  );
  for (const path of ['package.json', 'node_modules/postgres', ...files]) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  }
  const driver = join(root, 'node_modules/postgres/src');
  for (const { file, published, mended } of without) {
    const text = readFileSync(join(driver, file), 'utf8');
    writeFileSync(
      join(driver, file),
      text.replace(mended, () => published),
    );
  }
  const run = (...args: readonly string[]) =>
    spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  return { driver, run };
}
