import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scriptText } from '../../cluster/k3s/script-with-quoted-variables.ts';
import { get, kubectl, kubectlWith } from '../kubectl.ts';
import { forget, ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { whyNoCluster } from '../needs.ts';
import { run } from '../run-process.ts';
import { eventually } from '../wait-until.ts';

const NODE = `k3s-${randomBytes(3).toString('hex')}`;
const VERSION = 'v1.36.4+k3s1';
const STATE = 'a1b2c3';
const NAMESPACE = ownNamespace('k3s-node-e2e');

const reason = whyNoCluster();

/** A node without a machine: its steps read and change objects of a real API server, and no pod can run on it. */
describe.skipIf(reason)(
  `the steps of a node, with real kubectl${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'k3s-node-'));
    const k3s = join(folder, 'k3s');

    beforeAll(async () => {
      writeFileSync(k3s, '#!/bin/sh\n[ "$1" = kubectl ] && shift && exec kubectl "$@"\n');
      chmodSync(k3s, 0o755);
      await kubectl('create', 'namespace', NAMESPACE);
    });
    afterAll(async () => {
      rmSync(folder, { recursive: true });
      await kubectl('delete', 'node,pv', NODE, '--ignore-not-found', '--wait=false');
      await forget(NAMESPACE);
    });

    async function step(verb: 'out' | 'in' | 'empty' | 'forget', through = k3s) {
      const variables = { NODE, VERSION, STATE };
      const text = await new Promise<string>((resolve) =>
        pulumi.output(scriptText({ file: 'drain-node.sh', variables })).apply(resolve),
      );
      const input = text.replaceAll('/usr/local/bin/k3s', through);
      return run('sh', ['-s', '--', verb], { input });
    }
    /** Registers the node and its status once, as a kubelet does. */
    async function registerNode() {
      await kubectlWith(
        JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: NODE } }),
        ...APPLY,
      );
      const status = {
        conditions: [{ type: 'Ready', status: 'True' }],
        nodeInfo: { ...NODE_INFO, kubeletVersion: VERSION },
      };
      await kubectl('patch', 'node', NODE, '--subresource=status', `--patch=${JSON.stringify({ status })}`);
    }
    const node = () => get('node', NODE);
    const claims = async () => (await get('pvc', '--namespace', NAMESPACE)).items;
    const podsHere = async () =>
      (await get('pods', '--namespace', NAMESPACE, `--field-selector=spec.nodeName=${NODE}`)).items;

    it('has nothing to empty where there is no node', async () => {
      expect(await step('out')).toMatchObject({ code: 0, output: `${NODE}: is no node yet\n` });
      expect(await step('empty')).toMatchObject({ code: 0 });
    });

    it('stops where the API server does not answer, rather than take it for an empty node', async () => {
      const deaf = join(folder, 'deaf');
      writeFileSync(deaf, '#!/bin/sh\nshift\nexec kubectl --server https://127.0.0.1:1 "$@"\n');
      chmodSync(deaf, 0o755);
      for (const verb of ['out', 'empty', 'forget'] as const)
        expect(await step(verb, deaf), verb).toMatchObject({ code: 1 });
    });

    it('lets in a node that runs what is wanted', async () => {
      await registerNode();
      expect(await step('in')).toMatchObject({ code: 0 });
      expect((await node()).metadata.annotations).toMatchObject({ 'finance-platform/k3s': STATE });
      expect(await step('out')).toMatchObject({ code: 0, output: `${NODE}: runs what is wanted\n` });
    });

    it('moves its pods before it changes, and lets them back after that', async () => {
      await kubectl('annotate', 'node', NODE, 'finance-platform/k3s=other', '--overwrite');
      await kubectlWith(JSON.stringify(POD), ...APPLY);
      await kubectlWith(JSON.stringify(REPLICAS), ...APPLY);
      await eventually('an owner of the pod', async () => (await podsHere())[0]?.metadata.ownerReferences);

      const { code, output } = await step('out');
      expect(output).toContain('evicted');
      expect(code).toBe(0);
      expect(await podsHere()).toEqual([]);
      expect((await node()).spec.unschedulable).toBe(true);
      expect(await step('in')).toMatchObject({ code: 0 });
      expect((await node()).spec.unschedulable).toBeUndefined();
      expect((await node()).metadata.annotations).not.toHaveProperty('finance-platform/leaving');
    });

    it('is not emptied for good while a claim has its data there, unless that is let go by name', async () => {
      await kubectlWith(JSON.stringify(VOLUME), ...APPLY);
      await kubectlWith(JSON.stringify(CLAIM), ...APPLY);
      await eventually('a bound volume', async () => (await get('pv', NODE)).status.phase === 'Bound');
      const { code, output } = await step('empty');
      expect(code).toBe(1);
      const release = ['annotate', 'pv', NODE, 'finance-platform/release=yes'];
      expect(output).toContain(`${NAMESPACE}/data: kubectl ${release.join(' ')}`);
      expect((await node()).spec.unschedulable).toBeUndefined();

      await kubectl(...release);
      expect(await step('empty')).toMatchObject({ code: 0 });
      expect((await node()).spec.unschedulable).toBe(true);
    });

    it('takes with it what was let go, claim and volume, and with them the permission', async () => {
      await eventually('no claim', async () => (await claims()).length === 0);
      await eventually(
        'no volume',
        async () => (await kubectl('get', 'pv', NODE, '--ignore-not-found')) === '',
      );
    });

    it('is forgotten', async () => {
      expect(await step('forget')).toMatchObject({ code: 0 });
      expect(await kubectl('get', 'node', NODE, '--ignore-not-found')).toBe('');
      expect(await step('forget')).toMatchObject({ code: 0 });
    });

    it('does not come back to what others have lost, unless somebody says that it is there', async () => {
      await kubectlWith(JSON.stringify(VOLUME), ...APPLY);
      await kubectlWith(JSON.stringify(CLAIM), ...APPLY);
      await eventually('a bound volume', async () => (await get('pv', NODE)).status.phase === 'Bound');
      const { code, output } = await step('out');
      expect(code).toBe(1);
      expect(output).toContain(`${NAMESPACE}/data: kubectl annotate pv ${NODE} finance-platform/release=yes`);

      await kubectl('annotate', 'pv', NODE, 'finance-platform/release=no');
      expect(await step('out')).toMatchObject({ code: 0 });
      await registerNode();
      expect(await step('in')).toMatchObject({ code: 0 });
      expect((await get('pv', NODE)).metadata.annotations).not.toHaveProperty('finance-platform/release');
      expect(await claims()).toHaveLength(1);
    });

    it('loses with its name what was let go before', async () => {
      await kubectl('delete', 'node', NODE);
      await kubectl('annotate', 'pv', NODE, 'finance-platform/release=yes');
      expect(await step('out')).toMatchObject({ code: 0 });
      await eventually('no claim', async () => (await claims()).length === 0);
      await eventually(
        'no volume',
        async () => (await kubectl('get', 'pv', NODE, '--ignore-not-found')) === '',
      );
    });
  },
);

const APPLY = ['create', '--filename', '-'];
const NODE_INFO = Object.fromEntries(
  [
    ...['machineID', 'systemUUID', 'bootID', 'kernelVersion', 'osImage', 'containerRuntimeVersion'],
    ...['kubeProxyVersion', 'operatingSystem', 'architecture'],
  ].map((field) => [field, '']),
);

const LABELS = { app: 'sample' };
const POD_SPEC = {
  terminationGracePeriodSeconds: 0, // no kubelet is there to end it
  containers: [{ name: 'sample', image: 'sample:1' }],
};
/** Owner of the pod; the pods that it creates in place of an evicted one are never scheduled. */
const REPLICAS = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: { name: 'sample', namespace: NAMESPACE },
  spec: {
    replicas: 1,
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: { ...POD_SPEC, schedulingGates: [{ name: 'example.com/never' }] },
    },
  },
};

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'here', namespace: NAMESPACE, labels: LABELS },
  spec: { ...POD_SPEC, nodeName: NODE },
};

const SIZE = { storage: '1Mi' };
const VOLUME = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: NODE },
  spec: {
    capacity: SIZE,
    accessModes: ['ReadWriteOnce'],
    persistentVolumeReclaimPolicy: 'Retain',
    storageClassName: NODE,
    local: { path: '/var/lib/rancher/k3s/storage/data' },
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [NODE] }] },
        ],
      },
    },
  },
};
const CLAIM = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: NAMESPACE },
  spec: {
    accessModes: ['ReadWriteOnce'],
    storageClassName: NODE,
    volumeName: NODE,
    resources: { requests: SIZE },
  },
};
