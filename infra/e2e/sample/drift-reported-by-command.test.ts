import { afterAll, beforeAll, expect, it } from 'vitest';
import { get, kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { STACK, type Workspace } from '../pulumi-workspace.ts';
import type { Run } from '../run-process.ts';
import { eventually } from '../wait-until.ts';
import { deploymentOf, readSecret } from './read-deployment-and-secret.ts';
import { sampleWorkspace } from './workspace.ts';

const NAMESPACE = ownNamespace('drift-e2e');

describeDeployed('drift', () => {
  let stack: Workspace;
  beforeAll(async () => {
    stack = await sampleWorkspace({ namespace: NAMESPACE });
    await stack.up();
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found');
    stack.remove();
  });

  const drift = (name = STACK): Promise<Run> =>
    stack.start('npm', 'run', '--silent', 'drift', '--', '--stack', name).ended;
  const here = (...args: readonly string[]) => kubectl(...args, '--namespace', NAMESPACE);

  it('is none after a deployment, whatever controllers wrote since', async () => {
    await here('scale', 'deployment/web', '--replicas=3');
    await eventually('three pods', async () => (await deploymentOf(NAMESPACE)).ready === 3);
    const { code, output, seconds } = await drift();
    console.log(`drift: ${seconds.toFixed(1)} s`);
    expect(output).toBe('No drift in 10 objects.\n');
    expect(code).toBe(0);
  });

  it('is named with its object, its field, what it was and is, and whose hand it was', async () => {
    const { PASSWORD = '' } = await readSecret(NAMESPACE, 'login');
    await here('set', 'image', 'deployment/web', 'it=busybox:1.37.0');
    await here('patch', 'configmap/config', '--patch', '{"data":{"GREETING":"boo","EXTRA":"1"}}');
    await here('patch', 'service/web', '--type=json', '--patch', '[{"op":"remove","path":"/spec/selector"}]');
    await here('patch', 'secret/login', '--patch', '{"stringData":{"PASSWORD":"guessed"}}');
    const extra = { name: 'extra', image: 'busybox:1.37', command: ['sleep', '1000000'] };
    const more = { spec: { template: { spec: { containers: [extra] } } } };
    await here('patch', 'deployment/web', '--patch', JSON.stringify(more), '--field-manager=k9s');
    await here('label', 'statefulset/store', 'owner=ada');
    await here('delete', 'ingress/web');
    const before = stack.written();

    const { code, output } = await drift();
    const at = (kind: string, name: string) => `${kind} ${NAMESPACE}/${name}: `;
    expect(output.trim().split('\n')).toHaveLength(9);
    expect(output.trim().split('\n')).toEqual(
      expect.arrayContaining([
        `${at('Deployment', 'web')}spec.template.spec.containers[it].image was "busybox:1.37", is "busybox:1.37.0" (kubectl-set)`,
        expect.stringMatching(
          /^Deployment \S+\/web: spec\.template\.spec\.containers\[extra\] was absent, is \{.*… \(k9s\)$/,
        ),
        `${at('ConfigMap', 'config')}data.GREETING was "hello", is "boo" (kubectl-patch)`,
        `${at('ConfigMap', 'config')}data.EXTRA was absent, is "1" (kubectl-patch)`,
        `${at('Service', 'web')}spec.selector was {"app":"web"}, is absent (by whom is not kept)`,
        `${at('Secret', 'login')}data.PASSWORD was (secret), is (secret) (kubectl-patch)`,
        `${at('StatefulSet', 'store')}metadata.labels.owner was absent, is "ada" (kubectl-label)`,
        `${at('Ingress', 'web')}is gone`,
        '8 differences.',
      ]),
    );
    expect(output).not.toContain(PASSWORD);
    expect(code).toBe(1);

    expect(stack.written()).toBe(before);
    expect((await get('configmap', 'config', '--namespace', NAMESPACE)).data.GREETING).toBe('boo');
  });

  it('cannot be looked for in a stack that is none', async () => {
    const { code, output } = await drift('nobody');
    expect(output).toContain('nobody');
    expect(code).toBe(2);
  });
});
