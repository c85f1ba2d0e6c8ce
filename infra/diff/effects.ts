import { DATA_KINDS } from '../bridge/protect-and-ignore-changes.ts';
import { address, type KubeObject, kindOf, podTemplatePath } from '../manifests/object.ts';
import { postgresMajor } from '../manifests/postgres-major.ts';
import { quantity } from '../manifests/quantity.ts';
import { finder, references } from '../manifests/references.ts';
import type { Change, FieldChange } from './changes.ts';
import { isImmutable } from './immutable-fields.ts';

/** Kinds of effects that applying a change has on running objects, worst first. */
export const KINDS_OF_EFFECT = [
  'data at risk',
  'replaced',
  'stops',
  'restarts',
  'starts',
  'stale',
  'exposed',
  'limits',
] as const;

export interface Effect {
  readonly kind: (typeof KINDS_OF_EFFECT)[number];
  readonly object: string;
  readonly why: string;
}

/** Returns the effects of a change; empty when it takes effect without disturbing anything. */
export function effectsOf(change: Change): readonly Effect[] {
  const found: Effect[] = [];
  const say = (kind: Effect['kind'], why: string) => found.push({ kind, object: change.object, why });
  const { before, after, fields } = change;
  if (before && after) ofChange(before, after, fields, say);
  else if (before) ofRemoval(before, say);
  else if (after && runsPods(after)) say('starts', 'it is new');
  if (after && isExposed(after) && !(before && isExposed(before)))
    say('exposed', 'it can be reached from outside the cluster');
  return found;
}

/** Workloads that read a changed object only at start, and that nothing in the change restarts. */
export function staleReaders(changes: readonly Change[], after: readonly KubeObject[]): readonly Effect[] {
  const find = finder(changes.flatMap((change) => (change.after ? [change.after] : [])));
  const changed = new Map(changes.map((change) => [change.after, change]));
  return after.filter(runsPods).flatMap((object) => {
    if (changed.has(object) && effectsOf(changed.get(object) as Change).length > 0) return [];
    if (object.kind === 'CronJob' || object.kind === 'Job') return [];
    const read = references(object).flatMap((reference) => {
      if (reference.kind !== 'ConfigMap') return [];
      const change = changed.get(find(reference));
      return change?.before ? [change.object] : [];
    });
    const why = `it reads ${[...new Set(read)].join(', ')} only when it starts`;
    return read.length > 0 ? [{ kind: 'stale' as const, object: address(object), why }] : [];
  });
}

type Say = (kind: Effect['kind'], why: string) => void;

function ofRemoval(before: KubeObject, say: Say): void {
  if (holdsData(before)) say('data at risk', 'it is removed, and with it what it keeps');
  else if (runsPods(before)) say('stops', 'it is removed');
}

function ofChange(before: KubeObject, after: KubeObject, fields: readonly FieldChange[], say: Say): void {
  const fixed = fields.filter(({ path }) => isImmutable(after, path)).map(({ path }) => path);
  const paths = (matching: RegExp) => fields.filter(({ path }) => matching.test(path));
  if (after.kind === 'Job' && before.metadata.name !== after.metadata.name) {
    say('starts', `it runs anew, as ${after.metadata.name}`);
    return;
  }
  if (fixed.length > 0) {
    const why = `${listed(fixed)} cannot change in place`;
    say(
      holdsData(after) ? 'data at risk' : 'replaced',
      holdsData(after) ? `${why}, so it would be replaced` : why,
    );
  } else if (after.kind !== 'Job') {
    const template = podTemplatePath(after)?.join('.');
    const ofPods = fields.flatMap(({ path }) => (template && path.startsWith(template) ? [path] : []));
    const short = ofPods.map((path) => path.slice('spec.template.'.length).replace(/^spec\./, ''));
    if (short.length > 0 && after.kind !== 'CronJob') say('restarts', `its pods change: ${listed(short)}`);
  }
  const [was, is] = [postgresMajor(before), postgresMajor(after)];
  if (was !== undefined && is !== undefined && was !== is)
    say('data at risk', `it is of Postgres ${was}, and Postgres ${is} does not start on it`);
  for (const { path, before: old, after: now } of paths(/(^|\.)storage$/)) {
    if (isSmaller(now, old))
      say('data at risk', `${path} shrinks from ${old} to ${now}, which no volume can`);
  }
  for (const { path, after: now } of paths(/(whenDeleted|whenScaled|[rR]eclaimPolicy|deletionPolicy)$/i)) {
    if (/delete/i.test(String(now))) say('data at risk', `${path} becomes ${now}`);
  }
  if (after.kind === 'ResourceQuota') {
    const hard = paths(/^spec\.hard/).filter(({ before: old, after: now }) => !isSame(old, now));
    const said = hard.map(({ path, before: old, after: now }) => `${path} ${shown(old)} → ${shown(now)}`);
    if (said.length > 0) say('limits', said.join(', '));
  }
  for (const { path, before: old, after: now } of paths(
    /^spec\.(replicas|minReplicas|maxReplicas|instances)$/,
  ))
    say('limits', `${path} ${shown(old)} → ${shown(now)}`);
}

/** True for kinds whose objects hold data, or whose deletion would delete data. */
function holdsData(object: KubeObject): boolean {
  return [...DATA_KINDS, 'ObjectStore'].includes(kindOf(object));
}

function runsPods(object: KubeObject): boolean {
  return podTemplatePath(object) !== undefined;
}

function isExposed(object: KubeObject): boolean {
  const { type } = (object['spec'] ?? {}) as { type?: string };
  if (object.kind === 'Service') return type === 'NodePort' || type === 'LoadBalancer';
  return ['Ingress', 'HTTPRoute', 'Gateway'].includes(object.kind);
}

function isSmaller(now: unknown, before: unknown): boolean {
  if (now === undefined || before === undefined) return false;
  return quantity(String(now)) < quantity(String(before));
}

/** True for equal quantities in different notations: `50Gi` and `51200Mi`. */
function isSame(before: unknown, now: unknown): boolean {
  return before !== undefined && now !== undefined && quantity(String(before)) === quantity(String(now));
}

function listed(paths: readonly string[]): string {
  const names = paths.slice(0, 3).map((path) => `\`${path}\``);
  return paths.length > 3 ? `${names.join(', ')} and ${paths.length - 3} more` : names.join(', ');
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : String(value);
}
