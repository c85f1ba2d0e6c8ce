import { Problem } from '../command/problem.ts';
import type { Settings } from '../settings/schema.ts';
import { AUDIT_LOG } from '../workloads/defaults/names-and-ports.ts';
import { type Invocation, onServer } from './run-on-k3s-server.ts';

/** The files that were full, and the present one, in the order of their time. */
const CAT = `cd ${AUDIT_LOG.logs} && cat $(ls audit-*.log 2>/dev/null) audit.log`;

/**
 * Reads the audit log of a stack's cluster: from the server of k3s, or from the log group of EKS.
 *
 * @param run starts a program, and returns its output
 * @throws Problem for a cluster that is not ours, whose log is where its owner has it
 */
export function readAuditLog(
  { cluster }: Pick<Settings, 'cluster'>,
  since: number,
  run: (it: Invocation) => string,
): string {
  if (cluster.provider === 'k3s') return onServer(cluster, `sh -c '${CAT}'`, run);
  if (cluster.provider === 'eks')
    return run({
      program: 'aws',
      args: [
        ...['logs', 'filter-log-events', '--region', cluster.region, '--output', 'json'],
        ...['--log-group-name', `/aws/eks/${cluster.name}/cluster`],
        ...['--log-stream-name-prefix', 'kube-apiserver-audit', '--start-time', String(since)],
      ],
    });
  throw new Problem(
    'cluster.provider is existing: the audit log of its API server is where whoever runs it keeps it',
  );
}
