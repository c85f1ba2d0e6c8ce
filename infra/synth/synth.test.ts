import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { synth } from './synth.ts';

const project = join(import.meta.dirname, '../..');
let root: string;
let said: string[];
const say = (text: string) => said.push(text);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'synth-'));
  said = [];
  for (const file of ['Pulumi.dev.yaml', 'Pulumi.prod.yaml']) cpSync(join(project, file), join(root, file));
});
afterEach(() => rmSync(root, { recursive: true }));

describe('synth', () => {
  it('writes both stacks, or one', async () => {
    expect(await synth(['--stack', 'prod'], say, root)).toBe(0);
    expect(readdirSync(join(root, 'charts-out'))).toEqual(['prod']);
    expect(said).toContainEqual(expect.stringMatching(/^warning: Pulumi\.prod\.yaml: alerts reach nobody/));
    expect(await synth([], say, root)).toBe(0);
    expect(readdirSync(join(root, 'charts-out'))).toEqual(['dev', 'prod']);
  });

  it('with --check finds nothing to say where all is as written', async () => {
    await synth([], () => {}, root);
    expect(await synth(['--check'], say, root)).toBe(0);
    expect(said).toEqual([]);
  });

  it('with --check shows what differs, fails, and changes nothing', async () => {
    await synth([], () => {}, root);
    const file = join(root, 'charts-out/dev/10-config.yaml');
    const edited = readFileSync(file, 'utf8').replace('LOG_LEVEL: info', 'LOG_LEVEL: trace');
    writeFileSync(file, edited);
    expect(await synth(['--check'], say, root)).toBe(1);
    expect(said.join('\n')).toContain(
      '--- charts-out/dev/10-config.yaml\n+++ charts-out/dev/10-config.yaml (as the code makes it)',
    );
    expect(said.join('\n')).toContain('-  LOG_LEVEL: trace\n+  LOG_LEVEL: info');
    expect(said.at(-1)).toContain('run `npm run synth`');
    expect(readFileSync(file, 'utf8')).toBe(edited);
  });

  it('fails the same way where a file is too many', async () => {
    await synth([], () => {}, root);
    writeFileSync(join(root, 'charts-out/prod/99-old.yaml'), 'kind: Old\n');
    expect(await synth(['--check'], say, root)).toBe(1);
    expect(said.join('\n')).toContain('+++ /dev/null\n@@ -1,1 +0,0 @@\n-kind: Old');
  });
});

describe('the command', () => {
  const run = (file: string, ...args: string[]) =>
    spawnSync(process.execPath, [join(import.meta.dirname, file), ...args], { encoding: 'utf8' });

  it.each([
    'synth-command.js',
    'synth-command.ts',
  ])('%s tells what is wrong with its arguments, without a stack trace', (file) => {
    const { status, stderr } = run(file, '--stack', 'staging');
    expect(status).toBe(2);
    expect(stderr).toBe('there is no stack "staging"\nusage: [--stack dev|lab|minikube|prod] [--check]\n');
  });

  it('makes the same bytes in every process, whatever its time zone, language and folder', () => {
    const render = `
      import { render } from ${JSON.stringify(join(import.meta.dirname, 'render-manifest-files.ts'))};
      import { platform } from ${JSON.stringify(join(import.meta.dirname, '../workloads/platform.ts'))};
      import { readStackFile } from ${JSON.stringify(join(project, 'infra/settings/read-settings-from-stack-file-or-pulumi.ts'))};
      for (const stack of ['dev', 'prod']) process.stdout.write(JSON.stringify([...render(platform(readStackFile(stack)).app)]));`;
    const outputs = [
      { TZ: 'UTC', LANG: 'C' },
      { TZ: 'Asia/Tokyo', LANG: 'de_DE.UTF-8' },
      { TZ: 'America/New_York', LANG: 'tr_TR.UTF-8' },
    ].map((environment) =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', render], {
        encoding: 'utf8',
        cwd: root,
        env: { ...process.env, ...environment },
      }),
    );
    expect(outputs[0]?.length).toBeGreaterThan(10_000);
    expect(new Set(outputs).size).toBe(1);
  });

  it('has written what is in charts-out', async () => {
    expect(await synth(['--check'], say), said.join('\n')).toBe(0);
  });
});
