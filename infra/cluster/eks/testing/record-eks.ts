import * as pulumi from '@pulumi/pulumi';
import { type Recording, recordRegistrations } from '../../../bridge/testing/record-registrations.ts';
import type { Settings } from '../../../settings/schema.ts';
import type { Cluster } from '../../cluster-provider-and-kubeconfig-type.ts';
import { eksCluster } from '../eks.ts';
import { keyOf, type Recorded } from '../findings/filter-registrations-into-findings.ts';

export interface EksRecording extends Recording {
  /** Registrations with their dependencies. */
  readonly recorded: readonly Recorded[];
  /** Keys of the resources in the cluster's `ready`. */
  readonly ready: readonly string[];
  /** Tokens that it has values for. */
  readonly values: readonly string[];
  /** Finds a registration by type and name; throws an error that lists all. */
  one(type: string, name: string): Recorded;
}

export interface RecordEksOptions {
  /** True to leave the outputs of AWS unknown. @default false */
  readonly preview?: boolean;
  /** Registers more below the same parent. @default nothing */
  readonly beside?: (cluster: Cluster, parent: pulumi.Resource) => unknown;
}

/** Records the registrations of the settings' cluster, with made-up outputs of AWS. */
export async function recordEks(
  settings: Settings,
  { preview = false, beside = () => {} }: RecordEksOptions = {},
): Promise<EksRecording> {
  const { cluster } = settings;
  if (cluster.provider !== 'eks') throw new Error(`not of EKS: ${cluster.provider}`);
  const keys = new Map<pulumi.Resource, string>();
  const links = new Map<string, Promise<Omit<Recorded, 'type' | 'name' | 'inputs'>>>();
  let ready: readonly string[] = [];
  let values: readonly string[] = [];
  const note = (args: pulumi.ResourceTransformationArgs) => {
    keys.set(args.resource, keyOf(args));
    links.set(keyOf(args), linksOf(args));
    return undefined;
  };
  const linksOf = async ({ props, opts }: pulumi.ResourceTransformationArgs) => {
    const giving = await Promise.all(
      Object.entries(props as object).map(async ([prop, value]) => [prop, await resourcesIn(value)] as const),
    );
    const given = giving.flatMap(([, resources]) => resources);
    const said = (opts.dependsOn ?? []) as readonly pulumi.Resource[];
    const name = (resource: pulumi.Resource) => keys.get(resource) ?? 'unknown';
    const { provider, providers = [] } = opts as pulumi.ComponentResourceOptions;
    const chosen = [...(provider ? [provider] : []), ...Object.values(providers)];
    const before = [...said, ...given, ...chosen];
    return {
      protect: opts.protect === true || (await protectsCluster(opts)),
      after: [...new Set(before)].map(name),
      retained: opts.retainOnDelete === true,
      inputsOf: given.map(name),
      inputsBy: Object.fromEntries(giving.map(([prop, resources]) => [prop, resources.map(name)])),
      parent: opts.parent && keys.get(opts.parent),
    };
  };
  const recording = await recordRegistrations(
    async (root) => {
      const parent = new pulumi.ComponentResource(
        'test:eks:Root',
        'eks',
        {},
        { parent: root, transformations: [note] },
      );
      const made = eksCluster(settings, cluster, parent);
      ready = made.ready.map((resource) => keys.get(resource) ?? 'unknown');
      values = Object.keys(made.values).toSorted();
      await beside(made, parent);
    },
    { project: 'finance-platform', stack: 'prod', preview, made: preview ? () => ({}) : madeUp },
  );
  const below = recording.all.filter((one) => links.has(keyOf(one)));
  const recorded = await Promise.all(
    below.map(async ({ type, name, inputs }) => {
      const link = await links.get(keyOf({ type, name }));
      if (!link) throw new Error(`nothing is known of ${name}`);
      return { type, name, inputs, ...link };
    }),
  );
  const one = (type: string, name: string) => {
    const found = recorded.find((it) => it.type === type && it.name === name);
    if (!found) throw new Error(`no ${type} ${name} among: ${recorded.map(keyOf).join(', ')}`);
    return found;
  };
  return { ...recording, recorded, ready, values, one };
}

/** True when these options protect the cluster inside of a remote component. */
async function protectsCluster({ transforms = [] }: pulumi.ResourceOptions): Promise<boolean> {
  const inside = { type: 'aws:eks/cluster:Cluster', name: 'inside', custom: true, props: {}, opts: {} };
  const changed = await Promise.all(transforms.map((transform) => transform(inside)));
  return changed.some((result) => result?.opts.protect === true);
}

/** Resources whose outputs are anywhere in a value. */
async function resourcesIn(value: unknown): Promise<readonly pulumi.Resource[]> {
  if (pulumi.Output.isInstance(value)) {
    const internal = value as unknown as { allResources?: () => Promise<Set<pulumi.Resource>> };
    return [...((await internal.allResources?.()) ?? [])];
  }
  if (typeof value !== 'object' || value === null) return [];
  const found = await Promise.all(Object.values(await value).map(resourcesIn));
  return found.flat();
}

/** Outputs of the providers, as far as the program uses them. */
function madeUp({ type, name }: pulumi.runtime.MockResourceArgs): object {
  if (type === 'eks:index:Cluster')
    return { kubeconfigJson: `{"cluster":"${name}"}`, clusterSecurityGroupId: 'sg-of-nodes' };
  if (type === 'random:index/randomId:RandomId') return { hex: '0a1b2c3d' };
  if (type === 'aws:rds/instance:Instance') return { address: 'finance.rds.example.com' };
  if (type === 'aws:elasticache/replicationGroup:ReplicationGroup')
    return { primaryEndpointAddress: 'finance.cache.example.com' };
  return { arn: `arn:aws:test:::${name}` };
}
