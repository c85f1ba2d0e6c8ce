import { spawnSync } from 'node:child_process';

interface How {
  /** Standard input; the terminal when absent. */
  readonly input?: string;
  /** Returns the output instead of showing it. */
  readonly quiet?: boolean;
  /** Tolerates a failure. */
  readonly optional?: boolean;
  /** Additional environment variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Exit code of this process when the command fails. @default that of the command */
  readonly exitCode?: number;
}

/**
 * Runs a `pulumi` command in the terminal, and ends this process with its exit code when it fails. The output of a command with
 * `--show-secrets` is returned and never shown, whether it failed or not.
 */
export function pulumi(command: readonly string[], how: How = {}): string {
  const { input, quiet = false, optional = false, env = {}, exitCode } = how;
  const isSecret = command.includes(SHOW_SECRETS);
  const { status, stdout, error } = spawnSync('pulumi', command, {
    ...(input !== undefined && { input }),
    env: { ...process.env, ...env },
    stdio: [
      input === undefined ? 'inherit' : 'pipe',
      quiet || isSecret ? 'pipe' : 'inherit',
      isSecret ? 'ignore' : 'inherit',
    ],
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (status !== 0 && !optional) {
    if (error) console.error(error.message);
    else if (isSecret) console.error(whyWithoutSecrets(command, how));
    else if (quiet) console.error(stdout);
    process.exit(exitCode ?? status ?? 1);
  }
  return stdout ?? '';
}

const SHOW_SECRETS = '--show-secrets';

/** Runs a command that failed once more without secrets, which mostly fails for the same cause, and says where the other is. */
function whyWithoutSecrets(command: readonly string[], { env = {} }: How): string {
  const { status, stdout } = spawnSync(
    'pulumi',
    command.filter((part) => part !== SHOW_SECRETS),
    {
      env: { ...process.env, ...env },
      stdio: ['inherit', 'pipe', 'inherit'],
      encoding: 'utf8',
      maxBuffer: Number.POSITIVE_INFINITY,
    },
  );
  const failed = `pulumi ${command.join(' ')} failed. What it wrote may hold secrets and is not shown;`;
  return status === 0
    ? `${failed} without ${SHOW_SECRETS} it does not fail: is the passphrase or key of the stack the right one?\n` +
        'To see what it says, run it where nobody else reads along, with its output put into /dev/null.'
    : `${stdout}${failed} without ${SHOW_SECRETS} it says what stands above.`;
}
