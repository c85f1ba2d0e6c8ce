import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { PULUMI_VERSION } from './needs.ts';
import { type Run, type Running, requireSuccess, start } from './run-process.ts';

/** A Pulumi project with one stack in a folder of its own, so that the checkout stays clean. */
export interface Workspace {
  readonly folder: string;
  /** Runs `pulumi` on the stack; throws with its output when it fails. */
  pulumi(...args: readonly string[]): Promise<Run>;
  /** Runs `pulumi up` unattended. */
  up(...options: readonly string[]): Promise<Run>;
  /** Changes a setting by `pulumi config set --path`. */
  set(path: string, value: string, ...options: readonly string[]): Promise<unknown>;
  /** Starts a command on the stack; the caller checks how it ends. */
  start(command: 'pulumi' | 'npm' | 'bash', ...args: readonly string[]): Running;
  /** Everything that Pulumi wrote about the stack: state, backups, history, configuration. */
  written(): string;
  /** Switches to the code of another checkout, with the packages of this one. */
  runs(checkout: string): void;
  /** Deletes the folder; everything that the stack deployed has to be deleted before. */
  remove(): void;
}

export const STACK = 'e2e';
const ROOT = new URL('../..', import.meta.url).pathname;

/** Makes a workspace for a project that runs this repository's code, with these settings of its stack. */
export async function workspace(
  project: object,
  config: Readonly<Record<string, unknown>>,
): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), 'finance-platform-e2e-'));
  const state = join(folder, 'state');
  mkdirSync(state);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const runs = (checkout: string) => {
    for (const part of ['package.json', 'infra']) {
      rmSync(join(folder, part), { force: true });
      symlinkSync(join(checkout, part), join(folder, part));
    }
  };
  runs(ROOT);
  writeFileSync(join(folder, 'Pulumi.yaml'), stringify(project));
  writeFileSync(join(folder, `Pulumi.${STACK}.yaml`), stringify({ config }));

  const env = {
    PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH']}`,
    PULUMI_VERSION,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: 'only for this test',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_OPTION_NON_INTERACTIVE: 'true',
    PULUMI_OPTION_COLOR: 'never',
  };
  const self: Workspace = {
    folder,
    start: (command, ...args) => start(command, args, { cwd: folder, env }),
    async pulumi(...args) {
      const ended = await self.start('pulumi', ...args).ended;
      requireSuccess(`pulumi ${args.join(' ')}`, ended);
      return ended;
    },
    up: (...options) => self.pulumi('up', ...UNATTENDED, ...options),
    set: (path, value, ...options) => self.pulumi('config', 'set', '--path', path, value, ...options),
    runs,
    written: () => [...filesIn(state), join(folder, `Pulumi.${STACK}.yaml`)].map(readText).join('\n'),
    remove: () => rmSync(folder, { recursive: true }),
  };
  await self.pulumi('stack', 'init', STACK);
  return self;
}

/** Options that keep `pulumi up` and its like from asking. */
export const UNATTENDED = ['--yes', '--skip-preview'];

/** Changes of a run from Pulumi's summary: `{ created: 14 }`. */
export function changes({ output }: Run): Readonly<Record<string, number>> {
  const [, summary = ''] = /^Resources:\n((?: .+\n)+)/m.exec(output) ?? [];
  const counts = summary.matchAll(/(\d+) (created|updated|replaced|deleted|unchanged|errored)/g);
  return Object.fromEntries([...counts].map(([, count, what]) => [what, Number(count)]));
}

/** Changes of a run by kind: `['3 ConfigMap updated']`. */
export function changesByKind({ output }: Run): readonly string[] {
  const lines = output.matchAll(/^ \S+ +\S+:(\w+) (\S+) (created|updated|replaced|deleted) \(/gm);
  const each = new Set([...lines].map(([, kind, name, what]) => `${kind} ${what} ${name}`)); // repeated with each message
  const all = Map.groupBy(each, (change) => change.split(' ', 2).join(' '));
  return [...all].map(([change, of]) => `${of.length} ${change}`).toSorted();
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

function readText(file: string): string {
  return readFileSync(file, 'utf8');
}
