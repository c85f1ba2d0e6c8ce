import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const CONFIG = join(import.meta.dirname, '../../.config/gitleaks.toml');

/**
 * What gitleaks takes for a secret in any commit of a repository, since who ever had a copy has that too. Says where it is, and
 * never what it is.
 */
export function secretsIn(program: string, repository: string): readonly string[] {
  const report = ['--report-format', 'json', '--report-path', '-', '--exit-code', String(FOUND)];
  const args = ['git', '--config', CONFIG, '--no-banner', '--redact', ...report, repository];
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0 && status !== FOUND) throw new Error(stderr);
  return (JSON.parse(stdout) as readonly Leak[]).map(
    ({ RuleID, File, StartLine, Commit }) =>
      `${RuleID}: ${File}:${StartLine} in commit ${Commit.slice(0, 10)}`,
  );
}

/** Its own exit code is 1 for everything that goes wrong. */
const FOUND = 3;

interface Leak {
  readonly RuleID: string;
  readonly File: string;
  readonly StartLine: number;
  readonly Commit: string;
}
