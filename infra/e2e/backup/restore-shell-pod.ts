import { kubectl, kubectlWith } from '../kubectl.ts';
import { testPod } from '../test-pod-manifest.ts';

/** A shell with the dumps mounted, and with the rights to restore and to dump. */
export interface Hand {
  /** Runs a shell script in the folder of the dumps; returns its output. */
  sh(script: string): Promise<string>;
}

/** Starts a pod for the duration of the test; it is deleted with its namespace. */
export async function operatorPod(namespace: string): Promise<Hand> {
  const secret = (name: string, key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });
  const pod = testPod({
    name: 'hand',
    namespace,
    labels: { 'app.kubernetes.io/name': 'restore' }, // by which NetworkPolicies select the pod that restores
    user: 999,
    spec: {
      volumes: [
        { name: 'tmp', emptyDir: {} },
        { name: 'dumps', persistentVolumeClaim: { claimName: 'backups' } },
        { name: 'scripts', configMap: { name: 'backup-scripts' } },
      ],
    },
    container: {
      image: 'postgres:18',
      command: ['sleep', '3600'],
      workingDir: '/dumps',
      env: [
        { name: 'PGHOST', value: 'postgres' },
        { name: 'SCRIPTS', value: '/scripts' },
        { name: 'OWNER', ...secret('database-owner', 'DB_OWNER_USER') },
        { name: 'OWNER_PASSWORD', ...secret('database-owner', 'DB_OWNER_PASSWORD') },
        { name: 'PGUSER', ...secret('database-backup', 'DB_BACKUP_USER') },
        { name: 'PGPASSWORD', ...secret('database-backup', 'DB_BACKUP_PASSWORD') },
      ],
      volumeMounts: [
        { name: 'tmp', mountPath: '/tmp' },
        { name: 'dumps', mountPath: '/dumps' },
        { name: 'scripts', mountPath: '/scripts' },
      ],
    },
  });
  await kubectlWith(JSON.stringify(pod), 'create', '--filename', '-');
  await kubectl('wait', 'pod/hand', '--namespace', namespace, '--for=condition=Ready', '--timeout=180s');
  return {
    sh: (script) =>
      kubectl('exec', 'pod/hand', '--namespace', namespace, '--', 'sh', '-euc', script).then((said) =>
        said.trim(),
      ),
  };
}
