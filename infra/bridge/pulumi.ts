import { spawnSync } from 'node:child_process';

interface How {
  /** What it reads; the terminal without. */
  readonly input?: string;
  /** Returns what it prints instead of showing it. */
  readonly quiet?: boolean;
  /** It may fail. */
  readonly optional?: boolean;
  /** Beside the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command of `pulumi` for a person, and ends this process with its code when it fails. */
export function pulumi(
  command: readonly string[],
  { input, quiet = false, optional = false, env = {} }: How = {},
): string {
  const { status, stdout } = spawnSync('pulumi', command, {
    ...(input !== undefined && { input }),
    env: { ...process.env, ...env },
    stdio: [input === undefined ? 'inherit' : 'pipe', quiet ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (status !== 0 && !optional) {
    if (quiet) console.error(stdout);
    process.exit(status ?? 1);
  }
  return stdout ?? '';
}
