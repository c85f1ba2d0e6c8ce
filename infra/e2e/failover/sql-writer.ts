import { kubectl, kubectlWith } from '../kubectl.ts';
import { testPod } from '../test-pod-manifest.ts';
import type { Acknowledged } from './api-writers.ts';

/** A pod that writes rows to Postgres through the Service of the primary, without the app. */
export interface SqlWriter {
  /** Acknowledged rows so far, by their numbers in table `probe.written`. */
  acknowledged(): Promise<readonly Acknowledged[]>;
}

/** Starts the pod on a node; it is deleted with its namespace. */
export async function sqlWriter(namespace: string, nodeName: string): Promise<SqlWriter> {
  const secret = (key: string) => ({ valueFrom: { secretKeyRef: { name: 'database-owner', key } } });
  const pod = testPod({
    name: 'sql-writer',
    namespace,
    labels: { 'app.kubernetes.io/name': 'migrate' }, // by which NetworkPolicies select the pod that migrates
    user: 999,
    spec: { nodeName },
    container: {
      image: 'postgres:18',
      command: ['bash', '-c', PROGRAM],
      env: [
        { name: 'PGHOST', value: 'postgres-rw' },
        { name: 'PGDATABASE', value: 'finance' },
        { name: 'PGCONNECT_TIMEOUT', value: '2' },
        { name: 'PGUSER', ...secret('DB_OWNER_USER') },
        { name: 'PGPASSWORD', ...secret('DB_OWNER_PASSWORD') },
      ],
    },
  });
  await kubectlWith(JSON.stringify(pod), 'create', '--filename', '-');
  const of = ['pod/sql-writer', '--namespace', namespace];
  await kubectl('wait', ...of, '--for=condition=Ready', '--timeout=180s');
  return {
    async acknowledged() {
      const lines = (await kubectl('logs', ...of)).split('\n').filter((line) => /^\d+ \d+$/.test(line));
      return lines.map((line) => {
        const [at, row = ''] = line.split(' ');
        return { row, at: Number(at) };
      });
    },
  };
}

/** Program of the pod: repeats each row until it is acknowledged, on a new connection each time, for 4 s at most. */
const PROGRAM = `
sql() { timeout 4 psql -qX -c "$1" 2>/dev/null; }
until sql 'create schema probe; create table probe.written (n bigint primary key)'; do sleep 0.5; done
for ((n = 1; ; n++)); do
  until sql "insert into probe.written values ($n) on conflict do nothing"; do sleep 0.1; done
  echo "$(date +%s%3N) $n"
  sleep 0.1
done
`;
