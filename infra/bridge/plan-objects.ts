import type { App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { type KubeObject, kindOf, podTemplate } from '../manifests/object.ts';
import { READ_AT_START } from '../manifests/pod-rolling-annotation-names.ts';
import type { PodTemplate } from '../manifests/pod-template-types.ts';
import {
  readyWithin,
  requireSeconds,
  type Timeouts,
  timeoutsOf,
  withAwait,
} from './await-timeouts-and-annotations.ts';
import { type Collected, collect } from './collect-objects.ts';
import { declaredEdges } from './declared-edges.ts';
import { withErrorContext } from './error-context.ts';
import { DATA_KINDS, type Guard, guardOf } from './protect-and-ignore-changes.ts';
import { isQuota } from './raise-quotas-first-and-lower-last.ts';
import { type Link, referenceEdges } from './reference-edges.ts';
import { type Edge, inOrder } from './sort-topologically-or-show-cycle.ts';

/** All objects of an app, each after its dependencies. */
export interface Plan {
  readonly objects: readonly PlannedObject[];
}

export interface PlannedObject extends Guard {
  /** Logical name in Pulumi's state: the construct path, shortened the way cdk8s does it for names. */
  readonly name: string;
  /** Path of the chart it belongs to. */
  readonly chart: string;
  /** Manifest as it is applied, but with tokens in the place of values. */
  readonly manifest: KubeObject;
  /** Dependencies, which have to be ready first. */
  readonly after: readonly Edge[];
  /** Names of the ConfigMaps and Secrets whose changes roll its pods. */
  readonly reads: readonly string[];
  /** Former logical names. */
  readonly aliases: readonly string[];
  readonly timeouts: Readonly<Record<'create' | 'update' | 'delete', string>>;
  /** Seconds in which it has to get ready; `undefined` where that is not waited for. */
  readonly readyWithin: number | undefined;
}

export interface PlanOptions {
  /**
   * Kinds that Pulumi refuses to delete or replace; `[]` where all data may go.
   * @default DATA_KINDS
   */
  readonly protectedKinds?: readonly string[];
  /**
   * Seconds in which objects of a kind have to get ready.
   * @default less than two minutes for Deployments and Jobs, five for most others
   */
  readonly timeouts?: Timeouts;
  /**
   * Former names of constructs that were renamed or moved to another chart: `{ 'web/app': ['site/app'] }`. Without them
   * Pulumi would create the object a second time, which the cluster refuses.
   * @default none
   */
  readonly aliases?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Plans an app. It must not have been synthesized before: synthesis adds dependencies between whole charts.
 *
 * @throws Error when something in the app is not valid, dependencies form a cycle, or an option names nothing in it.
 */
export function plan(app: App, options: PlanOptions = {}): Plan {
  const { protectedKinds = DATA_KINDS, timeouts = {}, aliases = {} } = options;
  const found = collect(app);
  const names = found.map(({ name }) => name);
  const kinds = found.map(({ manifest }) => kindOf(manifest));
  requireKnown('an alias', Object.keys(aliases), names);
  requireKnown('a time-out', Object.keys(timeouts), kinds);
  requireSeconds(timeouts);

  const linksOf = referenceEdges(found);
  const nameOf = new Map<IConstruct, string>(found.map(({ construct, name }) => [construct, name]));
  const edgesOf = edgesFrom(found, linksOf, declaredEdges(app, nameOf));
  const scaled = new Set(
    names.flatMap(linksOf).flatMap(({ to, path }) => (path === SCALE_TARGET ? to.name : [])),
  );
  return {
    objects: inOrder(found, edgesOf).map((object) =>
      withErrorContext(object, () => {
        const { name, chart, manifest } = object;
        return {
          name,
          chart,
          manifest: withAwait(manifest, timeouts),
          after: edgesOf(name),
          reads: contentsAmong(linksOf(name), podTemplate(manifest)),
          aliases: aliases[name] ?? [],
          timeouts: timeoutsOf(kindOf(manifest), timeouts),
          readyWithin: readyWithin(manifest, timeouts),
          ...guardOf(manifest, { protectedKinds, scaled: scaled.has(name) }),
        };
      }),
    ),
  };
}

function requireKnown(what: string, given: readonly string[], there: readonly string[]): void {
  const unknown = given.find((name) => !there.includes(name));
  if (unknown === undefined) return;
  throw new Error(`${what} for "${unknown}", which is not among: ${[...new Set(there)].join(', ')}`);
}

const SCALE_TARGET = 'spec.scaleTargetRef';

/**
 * One edge for each pair of objects; a reference in a manifest explains more than a declared dependency. A quota comes after
 * everything that it counts, and nothing after it: raising it happens before all, see `raise-quotas-first-and-lower-last.ts`.
 */
function edgesFrom(
  found: readonly Collected[],
  linksOf: (name: string) => readonly Link[],
  declared: Iterable<readonly [from: string, to: string]>,
): (name: string) => readonly Edge[] {
  const waits = Map.groupBy(declared, ([from]) => from);
  const quotas = new Map(
    found.filter(({ manifest }) => isQuota(manifest)).map(({ name, manifest }) => [name, manifest]),
  );
  const countedBy = (quota: KubeObject) =>
    found.filter(
      ({ manifest }) => !isQuota(manifest) && manifest.metadata.namespace === quota.metadata.namespace,
    );
  return (name) => {
    const edges = new Map<string, Edge>();
    for (const [, to] of waits.get(name) ?? []) edges.set(to, { to, because: 'declared' });
    for (const { to, path } of linksOf(name)) edges.set(to.name, { to: to.name, because: path });
    for (const quota of quotas.keys()) edges.delete(quota);
    const quota = quotas.get(name);
    if (quota) for (const { name: to } of countedBy(quota)) edges.set(to, { to, because: 'counted by it' });
    return [...edges.values()];
  };
}

function contentsAmong(links: readonly Link[], template: PodTemplate | undefined): readonly string[] {
  if (template === undefined) return [];
  const atStart = template.metadata?.annotations?.[READ_AT_START]?.split(',') ?? [];
  const contents = links.filter(
    ({ to: { manifest } }) =>
      ['ConfigMap', 'Secret'].includes(kindOf(manifest)) && !atStart.includes(manifest.metadata.name),
  );
  return [...new Set(contents.map(({ to }) => to.name))].sort();
}
