import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  isForOthers,
  isRunAsItStands,
  isRunInTrouble,
  type Page,
  pages,
  readmeCommands,
} from './e2e/commands-in-markdown-pages.ts';
import { TROUBLES } from './e2e/trouble/troubleshooting-cases.ts';
import { stackOfAccess } from './operations/create-role-kubeconfig.ts';
import { WAYS_IN } from './operations/port-forward-targets-with-sign-in.ts';
import { isGroup } from './settings/group.ts';
import { settingsFrom } from './settings/read-settings-from-stack-file-or-pulumi.ts';
import { stackGroups } from './settings/read-stack-file-groups.ts';
import { platform } from './workloads/platform.ts';

/**
 * The file that runs a command of a page, or one that differs only in names, and a text in that file. Commands that are not
 * listed are taken from the pages themselves and run on a cluster as they are written; `e2e/trouble` makes each trouble first. A command for which the tests lack AWS, Argo CD, Vault,
 * an object store or Velero says so in its comment.
 */
const RUN: readonly (readonly [command: RegExp, file: string, text: string])[] = [
  [/^npm ci$/, '.ci/run', 'npm ci '],
  [/^npm start$/, '.ci/try-start.mjs', "'npm', ['start'"],
  [
    /^npm run backup -- ~/,
    'infra/local/archive/back-up-and-restore-local-data.test.ts',
    "run('backup', archive",
  ],
  [
    /^npm run restore -- ~/,
    'infra/local/archive/back-up-and-restore-local-data.test.ts',
    "run('restore', archive",
  ],
  [/^npm test$/, '.ci/run', 'npm test'],

  [/^export KUBECONFIG=/, '.ci/cluster', 'export KUBECONFIG'],
  [
    /^docker build -t \S+ --build-arg COMMIT=\$\(git rev-parse HEAD\) -f app\/Dockerfile \.$/,
    '.ci/run',
    '-f app/Dockerfile .',
  ],
  [/^npx pulumi stack init \w+$/, 'infra/e2e/pulumi-workspace.ts', "'stack', 'init'"],
  [/^npm run up -- --stack dev$/, 'infra/e2e/pulumi-workspace.ts', "'up', ...UNATTENDED"],
  [/^npm run smoke -- --url /, 'infra/release/repeat-smoke-checks.test.ts', "'--url'"],
  [
    /^kubectl apply -f charts-out\/(?:dev|minikube)/,
    'infra/e2e/delivery/platform-by-kubectl-then-pulumi.test.ts',
    "'apply'",
  ],
  [
    /^kubectl (?:delete -f charts-out\/(?:dev|minikube)|get priorityclasses,|get persistentvolumes$)/,
    'infra/e2e/delivery/kubectl-clean-up.test.ts',
    "heading === 'Clean up'",
  ],
  [
    /^npm run -s secrets -- --stack (?:dev|minikube) \| kubectl apply -f -$/,
    'infra/e2e/delivery/platform-by-kubectl-then-pulumi.test.ts',
    'printSecrets(',
  ],
  [/^npm run map(?: -- --stack \w+)?$/, 'infra/map/write-stack-maps-into-readme.test.ts', 'drawMaps('],
  [/^npm run -s iam-policy -- /, 'infra/cluster/eks/deployer-policy/print-deployer-policies.test.ts', 'prod'],
  [
    /^npm run -s access -- [\w-]+ --stack \w+ > /,
    'infra/e2e/permissions/open-forwards-and-access-grants-role.test.ts',
    "access([role, '--stack'",
  ],
  [/^npm run -s access -- [\w-]+ --sign-in /, 'infra/operations/oidc-kubeconfig-user.test.ts', 'signInUser('],

  [/^npm run -s release -- .*@sha256:/, 'infra/release/deploy-image-or-roll-back.test.ts', "'--image'"],
  [/^npm run -s diff -- --against /, 'infra/diff/diff.test.ts', "'--against'"],
  [/^npm run preview -- --stack dev$/, 'infra/e2e/sample/protected-data.test.ts', "'preview'"],

  [/^kubectl -n finance create job /, 'infra/e2e/platform/run-cron-job.ts', "'create', 'job'"],
  [/^npm run restore -- --stack dev$/, 'infra/e2e/backup/platform-backup.test.ts', "'npm', 'run', 'restore'"],
  [
    /^npm run restore -- --stack dev --receipts-only$/,
    'infra/e2e/backup/platform-receipts.test.ts',
    "'--receipts-only'",
  ],
  [
    /^npm run restore -- --stack dev --without-lost-receipts$/,
    'infra/e2e/backup/platform-receipts.test.ts',
    "'--without-lost-receipts'",
  ],
  [/^npm run restore -- --stack dev --dump /, 'infra/e2e/backup/platform-backup.test.ts', "'--dump'"],
  [/^npm run restore-etcd -- --stack lab/, 'infra/operations/restore-etcd.test.ts', 'restoreEtcd('],
  [/^npm run -s rebuild-check -- /, 'infra/e2e/backup/platform-backup.test.ts', "'rebuild-check'"],
  [/^kubectl -n finance delete job restore-/, 'infra/e2e/backup/platform-backup.test.ts', "'delete', 'job'"],
  [
    /^kubectl -n finance scale deployment\/web deployment\/worker /,
    'infra/e2e/backup/platform-backup.test.ts',
    "'scale', 'deployment/web', 'deployment/worker'",
  ],
  [
    /^kubectl -n finance exec postgres-0 -- psql .* pg_stat_statements /,
    'infra/workloads/database/slow-statements-query-and-settings.test.ts',
    'sql.unsafe(query)',
  ],
  [
    /^npm run -s audit -- /,
    'infra/operations/read-and-filter-cluster-audit-log.test.ts',
    "'--refused', '--hours'",
  ],
  [/^kubectl -n finance exec postgres-0 -- dropdb /, 'infra/e2e/backup/platform-backup.test.ts', "'dropdb'"],

  [
    /^npm run person -- reset ada@example\.org$/,
    'infra/operations/person-reset-command.test.ts',
    "person('reset', 'ADA@Example.org'",
  ],
  [
    /^npm run person -- reset ada@example\.org --stack dev$/,
    'infra/e2e/delivery/platform-deploy.test.ts',
    "'person', '--', 'reset'",
  ],

  [/^npm run -s read -- /, 'app/bank-files/read-command.test.ts', "'--option'"],

  [
    /^npm run upgrade-postgres -- --stack dev$/,
    'infra/e2e/postgres-upgrade/platform-postgres-upgrade.test.ts',
    "'npm', 'run', 'upgrade-postgres'",
  ],
  [
    /^kubectl -n finance exec postgres-0 -- rm -r \/var\/lib\/postgresql\/17$/,
    'infra/e2e/postgres-upgrade/platform-postgres-upgrade.test.ts',
    "'rm', '-r', '/var/lib/postgresql/17'",
  ],

  [
    /^npx pulumi stack export --stack dev --file ~/,
    'infra/operations/disaster-page-commands-recover-stack.test.ts',
    '/stack export/',
  ],
  [
    /^npx pulumi stack import --stack dev --file ~/,
    'infra/operations/disaster-page-commands-recover-stack.test.ts',
    '/stack import/',
  ],
  [
    /^npx pulumi stack rm --force --preserve-config --yes --stack dev$/,
    'infra/operations/disaster-page-commands-recover-stack.test.ts',
    '/stack rm/',
  ],
  [/^sed -i '\/\^encryptionsalt/, 'infra/operations/disaster-page-commands-recover-stack.test.ts', '/^sed /'],

  [/^npm run -s drift -- /, 'infra/e2e/sample/drift-reported-by-command.test.ts', "'drift'"],
  [/^npm run up -- --stack dev --refresh$/, 'infra/e2e/sample/bridge.test.ts', "'--refresh'"],
  [/^npm run adopt -- /, 'infra/e2e/sample/adopt.test.ts', "'adopt'"],
  [/^npm run destroy -- /, 'infra/e2e/sample/protected-data.test.ts', "'destroy'"],
  [/^npx pulumi destroy --ignore-protect /, 'infra/e2e/sample/protected-data.test.ts', "'--ignore-protect'"],

  [/^kubectl delete node two$/, 'infra/cluster/k3s/drain-node.sh', 'kubectl delete node'],
  [
    /^npx pulumi state delete .*::k3s\/agent\/two'$/,
    'infra/e2e/k3s/cluster-on-stand-in-ssh-hosts.test.ts',
    "'state', 'delete'",
  ],
  [/^npm run recover -- /, 'infra/e2e/sample/recover-after-failure.test.ts', "'recover'"],
  [
    /^npx pulumi config set .* 'bridge:release\[0\]' /,
    'infra/e2e/sample/protected-data.test.ts',
    "'bridge:release[0]'",
  ],
  [/^npx pulumi config rm .* bridge:release$/, 'infra/e2e/sample/protected-data.test.ts', "'config', 'rm'"],
  [/^grep -rhoE .* charts-out\/prod /, 'infra/workloads/policies/allowed-images.test.ts', 'execFileSync('],
  [/^kubectl -n finance port-forward service\/web /, 'infra/e2e/platform/port-forward.ts', "'port-forward'"],
];

/**
 * Something of each kind that the README says how to add: all files that name it, except tests, its own files and those
 * that read it, have to be in that row.
 */
const ADDED: readonly (readonly [row: string, among: string, naming: RegExp, its: readonly string[]])[] = [
  [
    'field of an account',
    'app/**/*.ts',
    /\baccountsWhere\b|\bdetails(?:: AccountDetails)? = \{|\}: AccountDetails\b/,
    [],
  ],
  [
    'page with a form',
    'app/**/*.ts',
    /\bsessionsAndPasswordRoutes\b|'\/settings\/sign-in'/,
    ['app/features/sign-in/own-sessions-and-password-routes.ts'],
  ],
  [
    'setting',
    '{app,infra/settings,infra/workloads}/**/*.ts',
    /\bSIGN_UP\b|\bsignUp: v\./,
    ['app/testing/start-app.ts', 'infra/workloads/backup/restore.ts'],
  ],
  [
    'CronJob with a network path and an alert',
    'infra/workloads/**/*.ts',
    /\bRESET_LINK\b|'reset-link'/,
    ['infra/workloads/web/reset-link-job.ts'],
  ],
  [
    'AWS resource',
    'infra/cluster/eks/**/*.ts',
    /elasticache/i,
    // The tests' settings have a cache already; a resource without settings needs nothing there.
    [
      'infra/cluster/eks/cache.ts',
      'infra/cluster/eks/testing/record-eks.ts',
      'infra/cluster/eks/testing/settings.ts',
    ],
  ],
];

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCRIPTS: Readonly<Record<string, string>> = JSON.parse(read('package.json')).scripts;
const commands = readmeCommands();

describe('the commands of the pages', () => {
  it('are found on several pages', () => {
    expect(commands.length).toBeGreaterThan(20);
    expect(new Set(commands.map(({ file }) => file)).size).toBeGreaterThan(4);
  });

  const runHere = commands.filter(
    (one) => !isForOthers(one) && !isRunAsItStands(one) && !isRunInTrouble(one),
  );
  it.each(runHere)('$file: $command is run', ({ command, file: page }) => {
    const found = RUN.filter(([pattern]) => pattern.test(command));
    expect(found, `which test runs "${command}" of ${page}?`).toHaveLength(1);
    for (const [, file, text] of found) expect(read(file)).toContain(text);
  });

  it('are all that the list has', () => {
    const shown = (pattern: RegExp) => commands.some(({ command }) => pattern.test(command));
    expect(RUN.filter(([pattern]) => !shown(pattern))).toEqual([]);
  });

  it('have a trouble for each section of infra/operations/troubleshooting.md', () => {
    const sections = commands.filter(({ file }) => file === 'infra/operations/troubleshooting.md');
    expect(new Set(Object.keys(TROUBLES))).toEqual(new Set(sections.map(({ heading }) => heading)));
  });

  const settings = commands.filter(isRunAsItStands).flatMap(({ command }) => {
    const [, path = '', value = ''] = /finance-platform:(\S+) (\S+)$/.exec(command) ?? [];
    return path === '' ? [] : [{ path, value }];
  });
  it('show settings that are tried here', () => expect(settings.length).toBeGreaterThan(1));
  it.each(
    ['dev', 'prod'].flatMap((stack) => settings.map((one) => ({ stack, ...one }))),
  )('show $path = $value, which $stack takes', ({ stack, path, value }) => {
    const file = `Pulumi.${stack}.yaml`;
    const groups = stackGroups(ROOT, file);
    setIn(groups, path.split('.'), JSON.parse(value));
    expect(() => platform(settingsFrom(groups, file))).not.toThrow();
  });

  it('are in the table of infra/README.md, as every script of package.json', () => {
    const rows = read('infra/README.md').match(/^\| `npm .*$/gm) ?? [];
    const words = new Set(rows.flatMap((row) => (row.split(' | ')[0] ?? '').split(/[^\w:-]+/)));
    const scripts = Object.keys(SCRIPTS).filter((name) => name !== 'postinstall');
    expect(scripts.filter((name) => !words.has(name))).toEqual([]);
  });
});

describe('a command that a sentence or a comment has', () => {
  const texts = ['.github/**/*.yml', '.ci/workflow/*', 'Pulumi.*.yaml', 'infra/settings/examples/*.yaml']
    .flatMap((glob) => globSync(glob, { cwd: ROOT }))
    .map((file) => ({ file, text: read(file) }));
  const named = [...pages(), ...texts].flatMap(({ file, text }) =>
    [...text.matchAll(/\bnpm run (?:-s )?(access|open) -- ([\w\\|-]+)([^`>#[\n]*)/g)].flatMap(
      ([, script = '', choices = '', rest = '']) =>
        choices.split(/\\?\|/).map((first) => ({ file, script, args: `${first} ${rest}`.trim() })),
    ),
  );

  it.each(named)('of $file asks for what there is: $script $args', ({ script, args }) => {
    const words = args.split(/\s+/);
    if (script === 'open') expect(Object.keys(WAYS_IN)).toContain(words[0]);
    else expect(() => stackOfAccess(words)).not.toThrow();
  });

  it('is found in pages, workflows and stack files', () =>
    expect(new Set(named.map(({ file }) => extname(file)))).toEqual(new Set(['.md', '.yml', '.yaml'])));
});

describe.each(pages())('$file', (page) => {
  it('names scripts of package.json only', () => {
    const named = [
      ...page.text.matchAll(/\bnpm run (?:-s )?([a-z][a-z0-9-]*(?::[a-z]+)?(?:\\?\|[a-z-]+)*)/g),
    ];
    const names = named.flatMap(([, name = '']) => name.split(/\\?\|/));
    expect(names.filter((name) => !Object.hasOwn(SCRIPTS, name))).toEqual([]);
  });

  it('leads to files and headings that are there', () => expect(brokenLinks(page)).toEqual([]));

  it('names files that are there', () => {
    const named = [...page.text.matchAll(/`((?:app|infra|charts-out|\.config|\.github)\/[^`<…\s]+)`/g)];
    const files = named.flatMap(([, file = '']) => expanded(file));
    expect(files.filter((file) => globSync(file, { cwd: ROOT }).length === 0)).toEqual([]);
  });
});

describe('the README', () => {
  it('is short', () => expect(Buffer.byteLength(read('README.md'))).toBeLessThanOrEqual(8 * 1024));

  it.each(ADDED)('names each file to touch for a %s', (row, among, naming, its) => {
    const line = read('README.md')
      .split('\n')
      .find((one) => one.startsWith(`| ${row} |`));
    const named = [...(line ?? '').matchAll(/`((?:app|infra)\/[^`<\s]+)`/g)].flatMap(([, file = '']) =>
      expanded(file),
    );
    const touched = globSync(among, { cwd: ROOT })
      .filter((file) => !file.endsWith('.test.ts') && !its.includes(file))
      .filter((file) => naming.test(read(file)));
    const isNamed = (file: string) => named.some((one) => file === one || `${dirname(file)}/` === one);
    expect(touched.length).toBeGreaterThan(1);
    expect(touched.filter((file) => !isNamed(file))).toEqual([]);
  });

  it('leads to every other page, straight or by one of them', () => {
    const texts = new Map(pages().map((page) => [page.file, page]));
    const reached = new Set<string>();
    const follow = (file: string): void => {
      const page = texts.get(file);
      if (!page || reached.has(file)) return;
      reached.add(file);
      for (const { target } of linksOf(page)) follow(target);
    };
    follow('README.md');
    expect([...texts.keys()].filter((file) => !reached.has(file))).toEqual([]);
  });

  it('and its pages have links that are looked at', () => {
    expect(pages().flatMap(linksOf).length).toBeGreaterThan(40);
    const broken = '[a](nothing.md) [b](#nowhere) [c](infra/README.md#nowhere) [d](infra/README.md#commands)';
    expect(brokenLinks({ file: 'README.md', text: broken })).toEqual([
      'nothing.md',
      '#nowhere',
      'infra/README.md#nowhere',
    ]);
  });
});

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

interface Link {
  /** Target as written in the page. */
  readonly link: string;
  /** The file or folder, from the root of the project. */
  readonly target: string;
  readonly anchor: string | undefined;
}

/** The links of a page within the project, pictures included. */
function linksOf({ file, text }: Page): readonly Link[] {
  const prose = text.replace(/^```.*?^```/gms, '');
  return [...prose.matchAll(/\]\((?![a-z]+:)([^)\s]+)\)/g)].map(([, link = '']) => {
    const [path = '', anchor] = link.split('#');
    return { link, target: path === '' ? file : join(dirname(file), path), anchor };
  });
}

function brokenLinks(page: Page): readonly string[] {
  const broken = linksOf(page).filter(({ target, anchor }) => {
    if (!existsSync(join(ROOT, target))) return true;
    return anchor !== undefined && !anchorsOf(target === page.file ? page.text : read(target)).has(anchor);
  });
  return broken.map(({ link }) => link);
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = text.replace(/^```.*?^```/gms, '').matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** `a/{b,c}.ts` as `a/b.ts` and `a/c.ts`, so that each is looked for. */
function expanded(path: string): readonly string[] {
  const [all, before = '', choices = '', after = ''] = /^(.*?)\{([^}]*)\}(.*)$/.exec(path) ?? [];
  return all === undefined ? [path] : choices.split(',').flatMap((one) => expanded(before + one + after));
}

function read(file: string): string {
  return readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
}
