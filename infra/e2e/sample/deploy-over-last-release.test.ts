import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { get, kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { changes, type Workspace } from '../pulumi-workspace.ts';
import { type Checkout, checkoutOf } from '../unpack-earlier-commit.ts';
import { sampleWorkspace } from './workspace.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;
const NAMESPACE = ownNamespace('upgrade-e2e');
const FORMER = formerCommit();
const DATA = ['namespace', 'statefulset/store', 'persistentvolumeclaim/data-store-0', 'secret/login'];

describeDeployed(
  `what version ${FORMER?.slice(0, 7)} of this code deployed`,
  () => {
    let stack: Workspace;
    let before: readonly string[];
    let former: Checkout;
    beforeAll(async () => {
      former = checkoutOf(FORMER ?? '', 'infra', 'package.json');
      stack = await sampleWorkspace({ namespace: NAMESPACE, protect: true });
      stack.runs(former.folder);
      await stack.up();
      before = await Promise.all(DATA.map(uid));
    });
    afterAll(async () => {
      await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found');
      stack.remove();
      former?.remove();
    });

    it('is brought to today by one run, with all data where it was', async () => {
      stack.runs(ROOT);
      const up = await stack.up();
      expect(changes(up)).not.toHaveProperty('deleted');
      expect(await Promise.all(DATA.map(uid))).toEqual(before);
    });

    it('is then left alone', async () => {
      expect(Object.keys(changes(await stack.up('--expect-no-changes')))).toEqual(['unchanged']);
    });
  },
  FORMER === undefined ? 'no history here: fetch all of it' : undefined,
);

/** Commit of the last release, or else of the first version that deployed anything; undefined without history. */
function formerCommit(): string | undefined {
  const git = (...args: readonly string[]) =>
    spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' }).stdout?.trim() ?? '';
  const release = git('describe', '--tags', '--abbrev=0', '--match', 'v*', 'HEAD^');
  const first = git(
    'log',
    '--diff-filter=A',
    '--format=%H',
    '--',
    'infra/bridge/register-objects.ts',
    'infra/e2e/sample/index.ts',
  );
  return release || first.split('\n').at(-1) || undefined;
}

async function uid(name: string): Promise<string> {
  const of = name === 'namespace' ? [name, NAMESPACE] : [name, '--namespace', NAMESPACE];
  return (await get(...of)).metadata.uid as string;
}
