import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const charts = join(import.meta.dirname, '../../charts-out');
const namespace = `dry-run-${process.pid}`;
const why = unusable();

/**
 * An API server knows every field, type and rule of every object, and its Pod Security admission warns of every pod that a
 * workload would make. Nothing is kept but an empty namespace, for the time of the test.
 */
describe.skipIf(why !== undefined)(
  `a server-side dry run${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    beforeAll(() => {
      const [first = ''] = manifests('dev');
      kubectl(first, 'create', '-f', '-');
    });
    afterAll(() => {
      kubectl('', 'delete', 'namespace', namespace, '--wait=false');
    });

    it.each(['dev', 'prod'])('takes every object of %s, and warns of nothing', (stack) => {
      const lines = dryRun(manifests(stack).join('---\n')).trim().split('\n');
      expect(lines.length).toBeGreaterThan(25);
      for (const line of lines) expect(line).toMatch(/ serverside-applied \(server dry run\)$/);
    });

    it('would refuse an unknown field, and warn of a pod that may be root', () => {
      const postgres = manifests('dev').find((text) => text.includes('kind: StatefulSet')) ?? '';
      expect(() => dryRun(postgres.replace('revisionHistoryLimit', 'revisions'))).toThrow('spec.revisions');
      const root = postgres.replaceAll('runAsNonRoot: true', 'runAsNonRoot: false');
      expect(dryRun(root)).toContain('would violate PodSecurity "restricted');
    });
  },
);

function dryRun(manifest: string): string {
  return kubectl(
    manifest,
    'apply',
    '--server-side',
    '--force-conflicts',
    '--dry-run=server',
    '--validate=strict',
    '-f',
    '-',
  );
}

/** The files of a stack in their order, moved to the namespace of the test. */
function manifests(stack: string): readonly string[] {
  return readdirSync(join(charts, stack))
    .sort()
    .map((file) => readFileSync(join(charts, stack, file), 'utf8'))
    .map((text) => text.replace(/^( {2}namespace: )finance$/gm, `$1${namespace}`))
    .map((text) => text.replace(/^(kind: Namespace\nmetadata:\n {2}name: )finance$/m, `$1${namespace}`));
}

/** What kubectl says on both streams, which is also its error. */
function kubectl(input: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('kubectl', args, { encoding: 'utf8', input });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return stdout + stderr;
}

function unusable(): string | undefined {
  if (!process.env['KUBECONFIG']) return 'KUBECONFIG names no cluster';
  try {
    kubectl('', 'version', '--request-timeout=5s');
    return undefined;
  } catch {
    return 'the cluster of KUBECONFIG does not answer, or kubectl is missing';
  }
}
