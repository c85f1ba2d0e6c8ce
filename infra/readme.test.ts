import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isForOthers, isRunAsItStands, readmeCommands } from './e2e/readme-commands.ts';
import { isGroup } from './settings/group.ts';
import { settingsFrom } from './settings/read.ts';
import { stackGroups } from './settings/stack-file.ts';
import { platform } from './workloads/platform.ts';

/**
 * Who runs commands of the README, or those that differ in names only: a file, and what stands in it. Others are taken from
 * the README itself and run on a cluster as they stand. A command for which the tests lack AWS, an archive in an object store
 * or Velero says so in its comment.
 */
const RUN: readonly (readonly [command: RegExp, file: string, text: string])[] = [
  [/^npm ci$/, '.ci/run', 'npm ci '],
  [/^npm start$/, '.ci/try-start.mjs', "'npm', ['start'"],
  [/^npm test$/, '.ci/run', 'npm test'],

  [/^export KUBECONFIG=/, '.ci/run', 'export KUBECONFIG'],
  [/^docker build -t \S+ -f app\/Dockerfile \.$/, '.ci/run', '-f app/Dockerfile .'],
  [/^npx pulumi stack init \w+$/, 'infra/e2e/workspace.ts', "'stack', 'init'"],
  [/^npm run up -- --stack dev$/, 'infra/e2e/workspace.ts', "'up', ...UNATTENDED"],
  [/^npm run smoke -- --url /, 'infra/release/smoke.test.ts', "'--url'"],
  [/^kubectl apply -f charts-out\/dev/, 'infra/e2e/platform-kubectl.test.ts', "'apply'"],
  [
    /^npm run -s secrets -- --stack dev \| kubectl apply -f -$/,
    'infra/e2e/platform-kubectl.test.ts',
    'printSecrets(',
  ],
  [/^npm run -s iam-policy -- /, 'infra/cluster/eks/policy/print-policy.test.ts', 'prod'],
  [
    /^\(umask 077; npx pulumi stack output kubeconfig --show-secrets /,
    'infra/e2e/k3s.test.ts',
    "'--show-secrets'",
  ],

  [/^npm run -s release -- .*@sha256:/, 'infra/release/release.test.ts', "'--image'"],
  [/^npm run -s diff -- --against /, 'infra/diff/diff-command.test.ts', "'--against'"],
  [/^npm run preview -- --stack dev$/, 'infra/e2e/guard.test.ts', "'preview'"],

  [/^kubectl -n finance create job /, 'infra/e2e/backup/run-now.ts', "'create', 'job'"],
  [/^npm run restore -- --stack dev$/, 'infra/e2e/platform-backup.test.ts', "'npm', 'run', 'restore'"],
  [/^npm run restore -- --stack dev --dump /, 'infra/e2e/platform-backup.test.ts', "'--dump'"],
  [/^kubectl -n finance delete job restore-/, 'infra/e2e/platform-backup.test.ts', "'delete', 'job'"],
  [
    /^kubectl -n finance scale deployment\/web /,
    'infra/e2e/platform-backup.test.ts',
    "'scale', 'deployment/web'",
  ],
  [/^kubectl -n finance exec postgres-0 -- dropdb /, 'infra/e2e/platform-backup.test.ts', "'dropdb'"],

  [
    /^npm run person -- reset ada@example\.org$/,
    'infra/operations/person.test.ts',
    "person('reset', 'ADA@Example.org'",
  ],
  [
    /^npm run person -- reset ada@example\.org --stack dev$/,
    'infra/e2e/platform-deploy.test.ts',
    "'person', '--', 'reset'",
  ],

  [/^npm run -s drift -- /, 'infra/e2e/drift.test.ts', "'drift'"],
  [/^npm run up -- --stack dev --refresh$/, 'infra/e2e/bridge.test.ts', "'--refresh'"],
  [/^npm run adopt -- /, 'infra/e2e/adopt.test.ts', "'adopt'"],
  [/^npm run destroy -- /, 'infra/e2e/guard.test.ts', "'destroy'"],
  [/^npx pulumi destroy --ignore-protect /, 'infra/e2e/guard.test.ts', "'--ignore-protect'"],

  [/^kubectl delete node two$/, 'infra/cluster/k3s/node.sh', 'kubectl delete node'],
  [/^npx pulumi state delete .*::k3s\/agent\/two'$/, 'infra/e2e/k3s.test.ts', "'state', 'delete'"],
  [/^npm run recover -- /, 'infra/e2e/failure.test.ts', "'recover'"],
  [/^npx pulumi config set .* 'bridge:release\[0\]' /, 'infra/e2e/guard.test.ts', "'bridge:release[0]'"],
  [/^npx pulumi config rm .* bridge:release$/, 'infra/e2e/guard.test.ts', "'config', 'rm'"],
  [/^grep -rhoE .* charts-out\/prod /, 'infra/workloads/policies/images.test.ts', 'execFileSync('],
  [/^kubectl -n finance port-forward service\/web /, 'infra/e2e/platform/port-forward.ts', "'port-forward'"],
];

const readme = read('README.md');
const commands = readmeCommands();

describe('the README', () => {
  it('has commands', () => expect(commands.length).toBeGreaterThan(20));

  const runHere = commands.filter((one) => !isForOthers(one) && !isRunAsItStands(one));
  it.each(runHere)('$command is run', ({ command }) => {
    const found = RUN.filter(([pattern]) => pattern.test(command));
    expect(found, `who runs "${command}"?`).toHaveLength(1);
    for (const [, file, text] of found) expect(read(file)).toContain(text);
  });

  it('has no command in the list that it does not show', () => {
    const shown = (pattern: RegExp) => commands.some(({ command }) => pattern.test(command));
    expect(RUN.filter(([pattern]) => !shown(pattern))).toEqual([]);
  });

  const settings = commands.filter(isRunAsItStands).flatMap(({ command }) => {
    const [, path = '', value = ''] = /finance-platform:(\S+) (\S+)$/.exec(command) ?? [];
    return path === '' ? [] : [{ path, value }];
  });
  it('shows settings that are tried here', () => expect(settings.length).toBeGreaterThan(1));
  it.each(
    ['dev', 'prod'].flatMap((stack) => settings.map((one) => ({ stack, ...one }))),
  )('shows $path = $value, which $stack takes', ({ stack, path, value }) => {
    const file = `Pulumi.${stack}.yaml`;
    const groups = stackGroups(ROOT, file);
    setIn(groups, path.split('.'), JSON.parse(value));
    expect(() => platform(settingsFrom(groups, file))).not.toThrow();
  });

  it('names scripts of package.json only', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = [...readme.matchAll(/\bnpm run (?:-s )?([a-z][a-z0-9-]*(?:\\?\|[a-z-]+)*)/g)];
    const names = named.flatMap(([, name = '']) => name.split(/\\?\|/));
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) expect(Object.keys(scripts)).toContain(name);
  });

  it('leads to files that are there', () => {
    const files = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect(() => read(file), file).not.toThrow(/ENOENT/);
  });
});

const ROOT = fileURLToPath(new URL('..', import.meta.url));

function setIn(group: Record<string, unknown>, [key = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    group[key] = value;
    return;
  }
  const inner = group[key];
  const next = isGroup(inner) ? inner : {};
  group[key] = next;
  setIn(next, rest, value);
}

function read(file: string): string {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
}
