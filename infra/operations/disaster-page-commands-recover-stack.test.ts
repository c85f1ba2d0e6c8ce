import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readmeCommands } from '../e2e/commands-in-markdown-pages.ts';
import { PULUMI_VERSION, whyNoPulumi } from '../e2e/needs.ts';

const ROOT = join(import.meta.dirname, '../..');
const PASSWORD =
  'urn:pulumi:dev::finance-platform::random:index/randomPassword:RandomPassword::database.password';

const reason = whyNoPulumi();

describe.skipIf(reason)(
  `what the page for disasters does to a stack${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    it('brings the state back from an export, with the resources that it had', () => {
      const { run, resources } = stackOfDev();
      run('Have it elsewhere', /stack export/);
      rmSync(resources.folder, { recursive: true }); // the state is gone
      mkdirSync(resources.folder);
      run('The state is gone', /stack init/, /stack import/);
      expect(resources.names()).toContain(PASSWORD);
    });

    it('forgets a cluster that is gone, its data too, and leaves the stack file as it was', () => {
      const { run, resources, file } = stackOfDev();
      const before = file();
      run('The cluster is gone', /stack rm/, /stack init/);
      expect(resources.names()).toEqual([]);
      expect(file()).toBe(before);
    });

    it('goes on without the passphrase, once what it encrypted is taken out', () => {
      const stack = stackOfDev();
      const lost = { PULUMI_CONFIG_PASSPHRASE: 'another' };
      stack.run('The passphrase is gone', /stack rm/);
      expect(() => stack.with(lost).run('The passphrase is gone', /stack init/)).toThrow(
        'incorrect passphrase',
      );
      stack.with(lost).run('The passphrase is gone', /^sed /, /stack init/);
      expect(stack.file()).toMatch(/image: a:1\n[\s\S]*smtpPassword: null\n[\s\S]*^encryptionsalt: /m);
      stack.with(lost).pulumi('config', 'set', '--secret', '--path', SECRET, 'new');
      expect(stack.with(lost).pulumi('config', 'get', '--path', SECRET).trim()).toBe('new');
    });

    it('has commands for each way', () => {
      const headings = new Set(ON_PAGE.map(({ heading }) => heading));
      expect([...headings]).toEqual([
        'Have it elsewhere',
        'The state is gone',
        'The cluster is gone',
        'The passphrase is gone',
      ]);
    });
  },
);

const ON_PAGE = readmeCommands().filter(({ file }) => file === 'infra/operations/disaster.md');
const SECRET = 'finance-platform:secrets.smtpPassword';

/** A stack with a protected resource and an encrypted value, in a folder of its own. */
function stackOfDev() {
  const home = mkdtempSync(join(tmpdir(), 'disaster-test-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const state = join(home, 'state');
  mkdirSync(state);
  const write = (name: string, text: string) => writeFileSync(join(home, name), text);
  write('Pulumi.yaml', 'name: finance-platform\nruntime: nodejs\n');
  write('Pulumi.dev.yaml', 'config:\n  finance-platform:web:\n    image: a:1\n');
  write('before.json', JSON.stringify(DEPLOYED));
  const self = withEnvironment({});
  self.pulumi('stack', 'init', 'dev');
  self.pulumi('config', 'set', '--secret', '--path', SECRET, 'hush');
  self.pulumi('stack', 'import', '--file', 'before.json');
  const names = () => {
    const { deployment } = JSON.parse(self.pulumi('stack', 'export'));
    return ((deployment.resources ?? []) as readonly { urn: string }[]).map(({ urn }) => urn);
  };
  const file = () => readFileSync(join(home, 'Pulumi.dev.yaml'), 'utf8');
  return { ...self, with: withEnvironment, resources: { folder: state, names }, file };

  function withEnvironment(more: Readonly<Record<string, string>>) {
    const env = {
      HOME: home,
      PULUMI_HOME: process.env['PULUMI_HOME'] ?? join(homedir(), '.pulumi'),
      PULUMI_VERSION,
      PATH: [join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: 'only for this test',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
      PULUMI_OPTION_NON_INTERACTIVE: 'true',
      PULUMI_OPTION_COLOR: 'never',
      ...more,
    };
    const pulumi = (...args: readonly string[]) => {
      const onStack = args[1] === 'init' ? args : [...args, '--stack', 'dev'];
      return execFileSync('pulumi', onStack, { cwd: home, env, encoding: 'utf8', stdio: 'pipe' });
    };
    /** Runs the first command under a heading of the page that fits each pattern, as it stands. */
    const run = (heading: string, ...patterns: readonly RegExp[]) => {
      for (const pattern of patterns) {
        const found = ON_PAGE.find((one) => one.heading === heading && pattern.test(one.command));
        if (!found) throw new Error(`nothing under "${heading}" fits ${pattern}`);
        const { status, stderr } = spawnSync('sh', ['-c', found.command.replace(/^npx /, '')], {
          cwd: home,
          env,
          encoding: 'utf8',
        });
        if (status !== 0) throw new Error(`${found.command}: ${stderr}`);
      }
    };
    return { pulumi, run };
  }
}

const STACK = 'urn:pulumi:dev::finance-platform::pulumi:pulumi:Stack::finance-platform-dev';
const DEPLOYED = {
  version: 3,
  deployment: {
    manifest: { time: '2026-01-01T00:00:00Z', magic: '', version: '' },
    resources: [
      { urn: STACK, custom: false, type: 'pulumi:pulumi:Stack' },
      {
        urn: PASSWORD,
        custom: true,
        id: 'none',
        type: 'random:index/randomPassword:RandomPassword',
        protect: true,
        parent: STACK,
      },
    ],
  },
};
