import { afterAll, beforeAll, expect, it } from 'vitest';
import { get, kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { changes, UNATTENDED, type Workspace, workspace } from '../pulumi-workspace.ts';
import type { AddOnConfig } from './index.ts';

const NAMESPACE = ownNamespace('add-on-e2e');

describeDeployed('an add-on', () => {
  let stack: Workspace;
  beforeAll(async () => {
    stack = await workspace(PROJECT, {
      'add-on:app': { namespace: NAMESPACE, image: 'busybox:0.0.1' } satisfies AddOnConfig,
    });
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found');
    stack.remove();
  });
  const here = (...what: readonly string[]) => get(...what, '--namespace', NAMESPACE);

  it('that cannot come up is told with the cause, and stays for people to look at', async () => {
    const { code, output, seconds } = await stack.start('pulumi', 'up', ...UNATTENDED).ended;
    console.log(`an image that cannot be pulled: ${seconds.toFixed(1)} s`);
    expect(code).not.toBe(0);
    expect(output).toMatch(/Release \S+\/sample is not ready: Deployment \S+\/sample: 0 of 1 pods ready/);
    expect(output).toContain('image busybox:0.0.1 cannot be pulled: ');
    expect(output.match(/cannot be pulled: /g)).toHaveLength(1);
    expect(output, 'where in our code it is thrown').not.toMatch(/^\s+at /m);
    expect(output, 'before Helm gave up').not.toMatch(/without progress|timed out waiting/);
    expect((await here('deployments')).items).toHaveLength(1);
    expect((await here('configmaps')).items.map(nameOf)).not.toContain('needs-it');
  });

  it('is gone on with by the next run, and what needs it comes once it runs', async () => {
    await stack.set('app.image', 'busybox:1.37');
    await stack.up();
    const { status } = await here('deployment', 'sample');
    expect(status.readyReplicas).toBe(1);
    const needs = await here('configmap', 'needs-it');
    const available = status.conditions.find(({ type }: { type: string }) => type === 'Available');
    expect(Date.parse(needs.metadata.creationTimestamp)).toBeGreaterThanOrEqual(
      Date.parse(available.lastTransitionTime),
    );
  });

  it('is then left alone', async () => {
    expect(Object.keys(changes(await stack.up('--expect-no-changes')))).toEqual(['unchanged']);
  });
});

function nameOf({ metadata }: { readonly metadata: { readonly name: string } }): string {
  return metadata.name;
}

const PROJECT = {
  name: 'add-on',
  runtime: { name: 'nodejs', options: { typescript: false } },
  main: 'infra/e2e/add-on/index.ts',
};
