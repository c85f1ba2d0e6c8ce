import * as pulumi from '@pulumi/pulumi';
import { checksum, contentsOf, withChecksum } from './checksum.ts';
import { lift, type Values } from './lift.ts';
import type { Plan, PlannedObject } from './plan.ts';
import { chartTree } from './tree.ts';

export interface ApplyOptions {
  /** The cluster, see `clusterProvider`. */
  readonly provider: pulumi.ProviderResource;
  /** What the tokens of the manifests stand for. */
  readonly values: Values;
  /**
   * Annotation of pod templates that holds the checksum of all ConfigMaps and Secrets that the pods read:
   * when a value changes, they roll, once.
   */
  readonly checksumAnnotation: string;
  /** What every object waits for. @default nothing */
  readonly after?: readonly pulumi.Resource[];
  /** @default none - charts stand at the top of the stack */
  readonly parent?: pulumi.Resource;
}

/** One object in the cluster. */
export class KubernetesObject extends pulumi.CustomResource {}

/**
 * Registers each object of a plan as one Pulumi resource, below the node of its chart.
 *
 * @returns the resources by name
 * @throws Error before anything is registered when a token has no value.
 */
export function apply(plan: Plan, options: ApplyOptions): ReadonlyMap<string, KubernetesObject> {
  const { provider, values, checksumAnnotation, after = [], parent } = options;
  const lifted = new Map(plan.objects.map(({ name, manifest }) => [name, lift(manifest, values, name)]));
  const chartAt = chartTree(parent);
  const registered = new Map<string, KubernetesObject>();
  for (const object of plan.objects) {
    const resource = new KubernetesObject(
      typeOf(object),
      object.name,
      inputsOf(object, lifted, checksumAnnotation),
      {
        ...optionsOf(object),
        provider,
        parent: chartAt(object.chart),
        dependsOn: [
          ...after,
          ...object.after.map(({ to }) => registered.get(to)).filter((other) => other !== undefined),
        ],
      },
    );
    registered.set(object.name, resource);
  }
  return registered;
}

/** The token of the typed class, so that the provider waits, compares and deletes as it does for those. */
function typeOf({ manifest: { apiVersion, kind } }: PlannedObject): string {
  return `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

function inputsOf(
  { name, manifest, reads }: PlannedObject,
  lifted: ReadonlyMap<string, pulumi.Inputs>,
  annotation: string,
): pulumi.Inputs {
  const inputs = lifted.get(name) ?? {};
  if (manifest.kind === 'Secret') return sealed(inputs);
  if (reads.length === 0) return inputs;
  const contents = reads.map((other) => [other, contentsOf(lifted.get(other) ?? {})]);
  return withChecksum(manifest, inputs, annotation, checksum(Object.fromEntries(contents)));
}

/** What stands in a Secret is secret, tokens or not. */
function sealed(inputs: pulumi.Inputs): pulumi.Inputs {
  const contents = SECRET_FIELDS.filter((field) => inputs[field] !== undefined);
  return { ...inputs, ...Object.fromEntries(contents.map((field) => [field, pulumi.secret(inputs[field])])) };
}

const SECRET_FIELDS = ['data', 'stringData'];

function optionsOf(object: PlannedObject) {
  return {
    protect: object.protect,
    ignoreChanges: [...object.ignoreChanges],
    deleteBeforeReplace: object.deleteBeforeReplace,
    customTimeouts: object.timeouts,
    aliases: object.aliases.map((name) => ({ name })),
    ...(object.manifest.kind === 'Secret' && { additionalSecretOutputs: SECRET_FIELDS }),
  } satisfies pulumi.CustomResourceOptions;
}
