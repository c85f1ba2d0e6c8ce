import { spawnSync } from 'node:child_process';
import type { Settings } from '../settings/schema.ts';

/** Runs kubectl in the namespace of some settings; throws with what it said when it fails. */
export type Kubectl = (args: readonly string[], how?: How) => string;

interface How {
  /** What it reads. */
  readonly input?: string;
  /** Shows neither the command nor what comes of it. */
  readonly quiet?: boolean;
}

/** Each command is shown before it runs, so that it can be repeated by hand. */
export function kubectlFor({ namespace, cluster }: Settings, say: (line: string) => void): Kubectl {
  // Of a cluster that Pulumi makes, KUBECONFIG tells: `pulumi stack output kubeconfig --show-secrets` writes it.
  const { kubeconfig, context } = cluster.provider === 'existing' ? cluster : {};
  const where = [
    ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    ...(context === undefined ? [] : ['--context', context]),
    ...['--namespace', namespace],
  ];
  return (args, { input, quiet = false } = {}) => {
    const command = [...where, ...args];
    if (!quiet) say(`$ kubectl ${command.join(' ')}`);
    const { status, stdout, stderr, error } = spawnSync('kubectl', command, {
      encoding: 'utf8',
      maxBuffer: Number.POSITIVE_INFINITY,
      ...(input !== undefined && { input }),
    });
    if (error || status !== 0) {
      throw new Error(`kubectl ${command.join(' ')}: ${stderr?.trim() || error?.message}`);
    }
    return stdout;
  };
}
