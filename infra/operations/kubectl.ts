import { spawnSync } from 'node:child_process';
import { Problem } from '../command/problem.ts';
import type { Settings } from '../settings/schema.ts';

/** Runs kubectl in the namespace of some settings and returns its output. @throws Problem with its error output */
export type Kubectl = (args: readonly string[], how?: How) => string;

interface How {
  /** Standard input. */
  readonly input?: string;
  /** Does not print the command. */
  readonly quiet?: boolean;
}

/** The settings that say where kubectl works. */
type Place = Pick<Settings, 'namespace' | 'cluster'>;

/** Options that lead kubectl to the cluster and the namespace of some settings. */
export function whereOf({ namespace, cluster }: Place): readonly string[] {
  // KUBECONFIG names a cluster that Pulumi made: `pulumi stack output kubeconfig --show-secrets` prints its content.
  const { kubeconfig, context } = cluster.provider === 'existing' ? cluster : {};
  return [
    ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    ...(context === undefined ? [] : ['--context', context]),
    ...['--namespace', namespace],
  ];
}

/** Makes a kubectl that prints each command before it runs, so that it can be repeated by hand. */
export function kubectlFor(settings: Place, say: (line: string) => void): Kubectl {
  const where = whereOf(settings);
  return (args, { input, quiet = false } = {}) => {
    const command = [...where, ...args];
    if (!quiet) say(`$ kubectl ${command.join(' ')}`);
    const { status, stdout, stderr, error } = spawnSync('kubectl', command, {
      encoding: 'utf8',
      maxBuffer: Number.POSITIVE_INFINITY,
      ...(input !== undefined && { input }),
    });
    if (error || status !== 0) {
      throw new Problem(`kubectl ${command.join(' ')}: ${stderr?.trim() || error?.message}`);
    }
    return stdout;
  };
}
