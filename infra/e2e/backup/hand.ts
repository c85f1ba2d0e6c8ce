import { kubectl, kubectlWith } from '../cluster.ts';

/** Somebody with the dumps at hand, and with the rights to restore and to dump. */
export interface Hand {
  /** Runs a shell script in the folder of the dumps; gives what it prints. */
  sh(script: string): Promise<string>;
}

/** A pod for the time of the test: it goes with its namespace. */
export async function hand(namespace: string): Promise<Hand> {
  const secret = (name: string, key: string) => ({ valueFrom: { secretKeyRef: { name, key } } });
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    // The fence knows it as the one that restores.
    metadata: { name: 'hand', namespace, labels: { 'app.kubernetes.io/name': 'restore' } },
    spec: {
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 999,
        runAsGroup: 999,
        fsGroup: 999,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'hand',
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
          resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: [
            { name: 'tmp', mountPath: '/tmp' },
            { name: 'dumps', mountPath: '/dumps' },
            { name: 'scripts', mountPath: '/scripts' },
          ],
        },
      ],
      volumes: [
        { name: 'tmp', emptyDir: {} },
        { name: 'dumps', persistentVolumeClaim: { claimName: 'backups' } },
        { name: 'scripts', configMap: { name: 'backup-scripts' } },
      ],
    },
  };
  await kubectlWith(JSON.stringify(pod), 'create', '--filename', '-');
  await kubectl('wait', 'pod/hand', '--namespace', namespace, '--for=condition=Ready', '--timeout=60s');
  return {
    sh: (script) =>
      kubectl('exec', 'pod/hand', '--namespace', namespace, '--', 'sh', '-euc', script).then((said) =>
        said.trim(),
      ),
  };
}
