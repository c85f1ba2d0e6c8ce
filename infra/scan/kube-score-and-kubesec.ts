import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './kube-score-or-kubesec-finding-type.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Checks that kube-score graded below its best grade. */
export function kubeScore(program: string, files: readonly string[]): readonly Finding[] {
  const args = ['score', '--output-format', 'json', '--kubernetes-version', 'v1.36', ...files];
  return foundByKubeScore(JSON.parse(outputOf(program, args)));
}

/** Rules that kubesec reports as critical, and those that it advises to follow for points. */
export function kubesec(program: string, files: readonly string[]): readonly Finding[] {
  // kubesec would download schemas; ours are validated by a dry run on an API server.
  const folder = join(ROOT, '.local/scan');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'anything.json'), '{}');
  const schema = ['--schema-location', join(folder, 'anything.json')];
  return files.flatMap((file) => foundByKubesec(JSON.parse(outputOf(program, ['scan', ...schema, file]))));
}

const BEST_GRADE = 10;

export function foundByKubeScore(report: KubeScoreReport): readonly Finding[] {
  return report.flatMap(({ type_meta, object_meta, checks }) =>
    checks
      .filter(({ skipped, grade }) => !skipped && grade < BEST_GRADE)
      .map(({ check, comments }) => ({
        scanner: 'kube-score' as const,
        check: check.id,
        object: `${type_meta.kind} ${object_meta.name}`,
        problem: (comments ?? []).map(({ path, summary }) => `${path}: ${summary}`).join('; ') || check.name,
      })),
  );
}

export function foundByKubesec(report: KubesecReport): readonly Finding[] {
  return report.flatMap(({ object, scoring: { critical = [], advise = [] } }) =>
    [...critical, ...advise].map(({ id, reason }) => ({
      scanner: 'kubesec' as const,
      check: id,
      object: object.replace(/^([^/]+)\/(.+)\.[^.]+$/, '$1 $2'),
      problem: reason,
    })),
  );
}

type KubeScoreReport = ReadonlyArray<{
  readonly type_meta: { readonly kind: string };
  readonly object_meta: { readonly name: string };
  readonly checks: ReadonlyArray<{
    readonly check: { readonly id: string; readonly name: string };
    readonly grade: number;
    readonly skipped: boolean;
    readonly comments: ReadonlyArray<{ readonly path: string; readonly summary: string }> | null;
  }>;
}>;

type KubesecReport = ReadonlyArray<{
  /** `Kind/name.namespace` */
  readonly object: string;
  readonly scoring: { readonly critical?: readonly KubesecRule[]; readonly advise?: readonly KubesecRule[] };
}>;

interface KubesecRule {
  readonly id: string;
  readonly reason: string;
}

/** Report of a scanner. Both exit with an error when they find something, so only their output tells a failure. */
function outputOf(program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (!stdout.trim().startsWith('[')) throw new Error(`${program} failed: ${stderr}`);
  return stdout;
}
