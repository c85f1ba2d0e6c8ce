import { kubectlWith } from '../kubectl.ts';
import { testPod } from '../test-pod-manifest.ts';

/**
 * Creates workloads that each fail in their own way: a pod that crashes, one that exceeds its memory limit, one that is
 * never ready and answers no scrape, and a Job that fails.
 */
export async function breakPods(namespace: string): Promise<void> {
  const job = pod('failing', { command: ['false'] });
  const objects = [
    pod('crashing', { command: ['sh', '-c', 'exit 1'] }),
    pod('hungry', { command: ['sh', '-c', 'all=x; while :; do all=$all$all; done'] }),
    pod('silent', {
      command: ['sleep', '3600'],
      ports: [{ name: 'metrics', containerPort: 9999 }],
      readinessProbe: { exec: { command: ['false'] }, periodSeconds: 5 },
    }),
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'failing' },
      spec: { backoffLimit: 0, template: { spec: { ...job.spec, restartPolicy: 'Never' } } },
    },
  ];
  const list = { apiVersion: 'v1', kind: 'List', items: objects };
  await kubectlWith(JSON.stringify(list), 'apply', '--namespace', namespace, '--filename', '-');
}

function pod(name: string, container: object) {
  const resources = { requests: { cpu: '5m', memory: '8Mi' }, limits: { cpu: '50m', memory: '16Mi' } };
  return testPod({
    name,
    labels: { 'app.kubernetes.io/name': name },
    container: { image: 'redis:8', resources, ...container },
  });
}
