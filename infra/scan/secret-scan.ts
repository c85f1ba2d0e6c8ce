import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const CONFIG = join(import.meta.dirname, '../../.config/gitleaks.toml');

/**
 * Secrets that gitleaks finds in any commit of a repository, since everybody with a clone has every commit. Each line gives
 * the rule, file, line and commit, never the secret.
 *
 * @throws Error with the output of gitleaks when it fails
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

/** Exit code for findings; 1, the default, would also mean any other failure. */
const FOUND = 3;

interface Leak {
  readonly RuleID: string;
  readonly File: string;
  readonly StartLine: number;
  readonly Commit: string;
}
