import { statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { get, kubectl } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { changes, STACK, UNATTENDED, type Workspace } from '../pulumi-workspace.ts';
import { kill } from '../run-process.ts';
import { sampleWorkspace } from './workspace.ts';

const NAMESPACE = ownNamespace('failure-e2e');
const SECONDS = 15;

describeDeployed('a deployment that does not go well', () => {
  let stack: Workspace;
  beforeAll(async () => {
    // The provider waits here instead of the bridge, so that a run can be killed meanwhile.
    const timeouts = { Deployment: SECONDS, Job: SECONDS };
    stack = await sampleWorkspace({ namespace: NAMESPACE, plain: true, timeouts });
  });
  afterAll(async () => {
    await kubectl('delete', 'namespace', NAMESPACE, '--ignore-not-found');
    stack.remove();
  });

  it('recovers when it is killed while objects are created', async () => {
    await killWhen(/Waiting for StatefulSet to create Pods/);
    const locked = await stack.start('pulumi', 'up', ...UNATTENDED).ended;
    expect(locked.output).toContain('the stack is currently locked');

    await recover();
    expect(changes(await stack.up('--expect-no-changes'))).toEqual({ unchanged: 14 });
    expect((await get('statefulset', 'store', '--namespace', NAMESPACE)).status.readyReplicas).toBe(1);
  });

  it('recovers when it is killed while an object is replaced', async () => {
    await stack.set('app.greeting', 'good morning');
    await killWhen(/Job base\/setup creating replacement/);
    await recover();
    expect(changes(await stack.up('--expect-no-changes'))).toEqual({ unchanged: 14 });
    expect((await get('job', 'setup', '--namespace', NAMESPACE)).status.succeeded).toBe(1);
  });

  it('recovers when it is killed while the state is written', async () => {
    const file = join(stack.folder, `state/.pulumi/stacks/sample/${STACK}.json`);
    truncateSync(file, Math.floor(statSync(file).size / 2));
    expect((await stack.start('pulumi', 'preview').ended).output).toContain('failed to load checkpoint');
    await recover();
    expect(changes(await stack.up('--expect-no-changes'))).toEqual({ unchanged: 14 });
  });

  it('recovers when what was created is gone again', async () => {
    await stack.pulumi('destroy', ...UNATTENDED);
    await killWhen(/Waiting for StatefulSet to create Pods/);
    await kubectl('delete', 'statefulset/store', '--namespace', NAMESPACE);
    await recover();
    expect(changes(await stack.up('--expect-no-changes'))).toEqual({ unchanged: 14 });
  });

  it('ends with the image that cannot be pulled, and goes on once there is another', async () => {
    await stack.set('app.plain', 'false');
    await stack.set('app.image', 'busybox:0.0.1');
    const failed = await stack.start('pulumi', 'up', ...UNATTENDED).ended;
    console.log(`wrong image: ${failed.seconds.toFixed(1)} s`);
    expect(failed.code).not.toBe(0);
    expect(failed.output).toMatch(/Deployment \S+\/web is not ready/);
    expect(failed.output).toContain('image busybox:0.0.1 cannot be pulled: ');

    const again = await stack.start('pulumi', 'up', ...UNATTENDED).ended;
    expect(again.code, 'what is there, but not ready, is not fine').not.toBe(0);
    expect(changes(again)).toMatchObject({ unchanged: 13 }); // the autoscaler waits for it

    await stack.set('app.image', 'busybox:1.37');
    await stack.up();
  });

  it('ends when a Job cannot start, and starts it again once it can', async () => {
    await stack.set('app.setupImage', 'busybox:0.0.1');
    const failed = await stack.start('pulumi', 'up', ...UNATTENDED).ended;
    console.log(`wrong image of a Job: ${failed.seconds.toFixed(1)} s`);
    expect(failed.code).not.toBe(0);
    expect(failed.output).toContain('image busybox:0.0.1 cannot be pulled: ');

    await stack.set('app.setupImage', 'busybox:1.37');
    await stack.up();
  });

  /** Kills `pulumi up` as soon as it prints something. */
  async function killWhen(said: RegExp): Promise<void> {
    const running = stack.start('pulumi', 'up', ...UNATTENDED);
    await running.says(said);
    await setTimeout(300); // lets it finish writing the state, which another test truncates
    await kill(running);
  }

  async function recover(): Promise<void> {
    const args = ['run', 'recover', '--', '--stack', STACK, ...UNATTENDED];
    const { code, output, seconds } = await stack.start('npm', ...args).ended;
    expect(code, output).toBe(0);
    console.log(`recovery: ${seconds.toFixed(1)} s`);
  }
});
