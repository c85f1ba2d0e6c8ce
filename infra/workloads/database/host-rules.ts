/** Fate of connections from other pods without TLS; `only`: there are no others. */
export type ClearText = 'refused' | 'accepted' | 'only';

/**
 * The file `pg_hba.conf`: who may connect, from where, and how. Inside the pod that is the superuser by its socket, and
 * anybody with a password by the loopback, where a forwarded port ends; from elsewhere it takes a password, inside TLS.
 */
export function hostRules(clearText: Exclude<ClearText, 'only'>): string {
  const network = clearText === 'accepted' ? 'host' : 'hostssl';
  return [
    'local all all peer',
    'local replication all peer',
    'host all all 127.0.0.1/32 scram-sha-256',
    'host all all ::1/128 scram-sha-256',
    `${network} all all all scram-sha-256`,
    '',
  ].join('\n');
}
