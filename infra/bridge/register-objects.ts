import * as pulumi from '@pulumi/pulumi';
import { kindOf } from '../manifests/object.ts';
import { chartTree } from './chart-components.ts';
import { checksum, contentsOf, withChecksum } from './checksum.ts';
import type { Plan, PlannedObject } from './plan-objects.ts';
import { Watch, type WatchOptions } from './prepare-and-watch-cluster.ts';
import { resolveTokens, type Values } from './resolve-placeholder-tokens.ts';

export interface ApplyOptions {
  /** The cluster, see `clusterProvider`. */
  readonly provider: pulumi.ProviderResource;
  /** Values of the tokens in the manifests. */
  readonly values: Values;
  /**
   * Annotation of pod templates that holds the checksum of all ConfigMaps and Secrets that the pods read; a changed value
   * rolls the pods, once.
   */
  readonly checksumAnnotation: string;
  /** Resources that every object waits for. @default nothing */
  readonly after?: readonly pulumi.Resource[];
  /** @default none - existing objects count as ready, and claims keep their sizes */
  readonly watch?: WatchOptions;
  /** @default none - charts stand at the top of the stack */
  readonly parent?: pulumi.Resource;
}

/** One object in the cluster. */
export class KubernetesObject extends pulumi.CustomResource {}

/**
 * Registers each object of a plan as one Pulumi resource, below the node of its chart, as soon as all of its dependencies
 * are ready. A preview waits for nothing.
 *
 * @returns the resources by name
 * @throws Error before anything is registered when a token has no value; pulumi.RunError when a volume cannot have its size
 *   (then nothing is registered either), or when something does not get ready.
 */
export async function apply(
  plan: Plan,
  options: ApplyOptions,
): Promise<ReadonlyMap<string, KubernetesObject>> {
  const { provider, values, checksumAnnotation, after = [], watch, parent } = options;
  const lifted = new Map(
    plan.objects.map(({ name, manifest }) => [name, resolveTokens(manifest, values, name)]),
  );
  // Without an engine, as in tests with mocks, there is no cluster to look at.
  const cluster =
    watch && pulumi.runtime.hasEngine()
      ? await Watch.before(plan, watch, pulumi.output(secretsIn(plan, lifted, values)))
      : undefined;
  const chartAt = chartTree(parent);
  const registered = new Map<string, KubernetesObject>();
  const register = (object: PlannedObject): KubernetesObject => {
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
    return resource;
  };

  if (cluster === undefined) {
    plan.objects.forEach(register);
    return registered;
  }
  const ready = new Map<string, Promise<void>>();
  for (const object of plan.objects) {
    const before = object.after.flatMap(({ to }) => ready.get(to) ?? []);
    const isReady = Promise.all(before).then(async () => {
      await cluster.room(object);
      const resource = register(object);
      await cluster.grow(object, resource);
      await cluster.ready(object, resource);
    });
    ready.set(object.name, isReady);
  }
  await Promise.all(ready.values()).catch((error: unknown) => cluster.explain(error));
  return registered;
}

/** Texts to redact from all messages: the secret values, and the contents of the Secrets. */
async function secretsIn(
  { objects }: Plan,
  lifted: ReadonlyMap<string, pulumi.Inputs>,
  values: Values,
): Promise<pulumi.Output<readonly string[]>> {
  const given = Object.values(values).map((value) => pulumi.output(value));
  const areSecret = await Promise.all(given.map((value) => pulumi.isSecret(value)));
  const secrets = objects.filter(({ manifest }) => kindOf(manifest) === 'Secret');
  const contents = secrets.map(({ name }) => contentsOf(lifted.get(name) ?? {}));
  return pulumi
    .all([given.filter((_, index) => areSecret[index]), contents])
    .apply(([tokens, all]) => [
      ...tokens,
      ...all.flatMap(({ data = {}, stringData = {} }) => [
        ...Object.values(stringData as Record<string, string>),
        ...Object.values(data as Record<string, string>).map((text) =>
          Buffer.from(text, 'base64').toString(),
        ),
      ]),
    ]);
}

/** Type token of the typed class, so that the provider diffs and deletes as it does for those. */
function typeOf({ manifest: { apiVersion, kind } }: PlannedObject): string {
  return `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

function inputsOf(
  { name, manifest, reads }: PlannedObject,
  lifted: ReadonlyMap<string, pulumi.Inputs>,
  annotation: string,
): pulumi.Inputs {
  const inputs = lifted.get(name) ?? {};
  if (kindOf(manifest) === 'Secret') return sealed(inputs);
  if (reads.length === 0) return inputs;
  const contents = reads.map((other) => [other, contentsOf(lifted.get(other) ?? {})]);
  return withChecksum(manifest, inputs, annotation, checksum(Object.fromEntries(contents)));
}

/** Marks the contents of a Secret as secret, tokens or not. */
function sealed(inputs: pulumi.Inputs): pulumi.Inputs {
  const contents = SECRET_FIELDS.filter((field) => inputs[field] !== undefined);
  return { ...inputs, ...Object.fromEntries(contents.map((field) => [field, pulumi.secret(inputs[field])])) };
}

const SECRET_FIELDS = ['data', 'stringData'];

function optionsOf(object: PlannedObject) {
  return {
    protect: object.protect,
    ignoreChanges: [...object.ignoreChanges],
    ...(object.deleteBeforeReplace && { deleteBeforeReplace: true }),
    customTimeouts: object.timeouts,
    aliases: object.aliases.map((name) => ({ name })),
    ...(kindOf(object.manifest) === 'Secret' && { additionalSecretOutputs: SECRET_FIELDS }),
  } satisfies pulumi.CustomResourceOptions;
}
