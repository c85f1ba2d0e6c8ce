import { describe, expect, it } from 'vitest';
import type { AnyObject, Objects } from '../api/read-and-write-objects.ts';
import { deployedBy } from './deployed-objects.ts';
import { driftOf } from './describe-object-drift.ts';
import { uncheckedResources } from './unchecked-resources.ts';

const OURS = 'pulumi-kubernetes-1';
const SEAL = { '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270' };

describe('drift of an object', () => {
  it('is told of elements by their name, wherever they stand now', async () => {
    const containers = (images: Record<string, string>) => ({
      spec: { containers: Object.entries(images).map(([name, image]) => ({ name, image })) },
    });
    const lines = await linesOf(containers({ a: '1', b: '1' }), containers({ c: '9', b: '2', a: '1' }));
    expect(lines).toEqual([
      'Pod shop/it: spec.containers[b].image was "1", is "2" (by whom is not kept)',
      'Pod shop/it: spec.containers[c] was absent, is {"name":"c","image":"9"} (by whom is not kept)',
    ]);
  });

  it('names the manager of a field in a list that is a set, or of a whole that holds it', async () => {
    const managed = {
      managedFields: [
        { manager: 'one', fieldsV1: { 'f:metadata': { 'f:finalizers': { 'v:"x/y"': {} } } } },
        { manager: 'two', fieldsV1: { 'f:spec': { 'f:command': {} } } },
      ],
    };
    const lines = await linesOf(
      { metadata: { finalizers: [] }, spec: { command: ['a'] } },
      { metadata: { finalizers: ['x/y'], ...managed }, spec: { command: ['b'] } },
    );
    expect(lines).toEqual([
      'Pod shop/it: spec.command[0] was "a", is "b" (two)',
      'Pod shop/it: metadata.finalizers[0] was absent, is "x/y" (one)',
    ]);
  });

  it('is what anybody added, and a whole element is one', async () => {
    const name = (text: string) => `k:{"name":"${text}"}`;
    const containers = {
      [name('a')]: { '.': {}, 'f:name': {}, 'f:tty': {} },
      [name('b')]: { '.': {}, 'f:name': {}, 'f:image': {} },
    };
    const managedFields = [
      {
        manager: OURS,
        fieldsV1: { 'f:spec': { 'f:containers': { [name('a')]: { '.': {}, 'f:name': {} } } } },
      },
      { manager: 'k9s', fieldsV1: { 'f:spec': { 'f:containers': containers } } },
      { manager: 'curl', fieldsV1: { 'f:metadata': { 'f:labels': { '.': {}, 'f:team': {} } } } },
    ];
    const metadata = { labels: { team: 'ada' }, managedFields };
    const spec = {
      containers: [
        { name: 'a', tty: true },
        { name: 'b', image: '9' },
      ],
    };
    expect(await linesOf({ metadata, spec }, { metadata, spec })).toEqual([
      'Pod shop/it: spec.containers[a].tty was absent, is true (k9s)',
      'Pod shop/it: spec.containers[b] was absent, is {"name":"b","image":"9"} (k9s)',
      'Pod shop/it: metadata.labels.team was absent, is "ada" (curl)',
    ]);
  });

  it.each([
    ['a controller of the cluster adds', { manager: 'kube-controller-manager', fieldsV1: { 'f:x': {} } }],
    [
      'an autoscaler or a person scales',
      { manager: 'kubectl', subresource: 'scale', fieldsV1: { 'f:x': {} } },
    ],
    ['the API server filled in', { manager: 'pulumi-kubernetes', fieldsV1: { 'f:x': {} } }],
    ['a controller reports', { manager: 'operator', fieldsV1: { 'f:status': { 'f:phase': {} } } }],
    [
      'a controller has to clean up',
      { manager: 'operator', fieldsV1: { 'f:metadata': { 'f:finalizers': { 'v:"x/y"': {} } } } },
    ],
  ])('is not what %s', async (_what, entry) => {
    const live = {
      x: 1,
      status: { phase: 'Running' },
      metadata: { finalizers: ['x/y'], managedFields: [entry] },
    };
    expect(await linesOf(live, live)).toEqual([]);
  });

  it('is none in what the API server keeps for itself', async () => {
    const metadata = { uid: '1', generation: 4, resourceVersion: '7', creationTimestamp: 'then' };
    expect(await linesOf({}, { metadata, status: { phase: 'Running' } })).toEqual([]);
  });

  it('shows no text that is secret to Pulumi, in whatever field it is', async () => {
    const stack = exported({ kind: 'ConfigMap', data: { URL: { ...SEAL, plaintext: '"pg://a:hush@b"' } } });
    const [object] = deployedBy(stack).objects;
    if (!object) throw new Error('nothing was deployed');
    const live = { ...object.object, data: { URL: 'none', COPY: 'pg://a:hush@b' } };
    const lines = await driftOf(object, apiWith(object.object, live));
    expect(lines.join('\n')).toContain('data.URL was (secret), is "none"');
    expect(lines.join('\n')).not.toContain('hush');
  });
});

it('what a stack deployed leaves out what is to be deleted, and Helm releases', () => {
  const object = { type: 'kubernetes:core/v1:Pod', urn: 'a', inputs: { kind: 'Pod', __fieldManager: OURS } };
  const { objects, kubeconfigs } = deployedBy({
    deployment: {
      resources: [
        {
          type: 'pulumi:providers:kubernetes',
          urn: 'p',
          id: '7',
          inputs: { kubeconfig: { ...SEAL, plaintext: '"k"' } },
        },
        object,
        { ...object, urn: 'b', delete: true },
        { type: 'kubernetes:helm.sh/v3:Release', urn: 'c', inputs: { chart: 'x' } },
      ],
    },
  });
  expect(objects).toMatchObject([{ manager: OURS, object: { kind: 'Pod' } }]);
  expect(objects[0]?.object).not.toHaveProperty('__fieldManager');
  expect(kubeconfigs.get('p::7')).toBe('k');
});

it('what nobody looks at is counted, with the command that does', () => {
  const resource = (type: string, custom = true) => ({ type, urn: type, custom });
  const { others } = deployedBy({
    deployment: {
      resources: [
        { ...resource('kubernetes:core/v1:Pod'), inputs: { kind: 'Pod' } },
        ...['pulumi:providers:aws', 'random:index/randomPassword:RandomPassword'].map((type) =>
          resource(type),
        ),
        resource('cdk8s:index:Chart', false),
        ...['aws:ec2/vpc:Vpc', 'kubernetes:helm.sh/v3:Release', 'aws:ec2/subnet:Subnet'].map((type) =>
          resource(type),
        ),
      ],
    },
  });
  expect(uncheckedResources(others, ['--stack', 'prod'])).toBe(
    'Not looked at: 2 aws:ec2, 1 kubernetes:helm.sh. ' +
      'pulumi refresh --preview-only --expect-no-changes --stack prod asks their providers.',
  );
});

async function linesOf(wanted: AnyObject, live: AnyObject): Promise<readonly string[]> {
  const whole = (part: AnyObject) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    ...part,
    metadata: { name: 'it', namespace: 'shop', ...part['metadata'] },
  });
  const object = whole({});
  return driftOf({ provider: 'p', manager: OURS, object, secrets: [] }, apiWith(whole(wanted), whole(live)));
}

function apiWith(wanted: AnyObject, live: AnyObject): Pick<Objects, 'read' | 'applied'> {
  return { read: async () => live, applied: async () => wanted };
}

function exported(inputs: AnyObject) {
  const whole = {
    apiVersion: 'v1',
    metadata: { name: 'it', namespace: 'shop' },
    __fieldManager: OURS,
    ...inputs,
  };
  return { deployment: { resources: [{ type: 'kubernetes:core/v1:ConfigMap', urn: 'a', inputs: whole }] } };
}
