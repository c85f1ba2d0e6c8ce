import { isDeepStrictEqual } from 'node:util';
import { address, type KubeObject, kindOf } from '../../manifests/object.ts';
import type { PlannedObject } from '../plan-objects.ts';
import { DATA_KINDS, releaseName } from '../protect-and-ignore-changes.ts';
import type { FormerObject } from '../read-state-before-run.ts';

/** An object with data that a run would delete or replace. */
export interface Loss {
  /** Description of the change and of the data that it loses; several lines. */
  readonly text: string;
  /** Name for `bridge:release`; `undefined` for an object that left the program, whose deletion Pulumi itself refuses. */
  readonly release?: string;
}

/** An object of the stack before this run, and its counterpart in the plan. */
export interface Pair {
  readonly before: FormerObject;
  /** `undefined` when it is no longer in the program. */
  readonly after: PlannedObject | undefined;
}

/** Pairs former objects with those of a plan, also by their aliases. */
export function paired(former: readonly FormerObject[], planned: readonly PlannedObject[]): readonly Pair[] {
  const byName = new Map(
    planned.flatMap((object) => [object.name, ...object.aliases].map((name) => [name, object])),
  );
  return former.map((before) => {
    const after = byName.get(before.name);
    return { before, after: after && kindOf(after.manifest) === kindOf(before.manifest) ? after : undefined };
  });
}

/** Losses of data that a run would cause. */
export function dataLosses(pairs: readonly Pair[]): readonly Loss[] {
  return pairs
    .filter(({ before: { manifest } }) => DATA_KINDS.includes(kindOf(manifest)))
    .flatMap(({ before: { manifest, urn }, after }) => {
      if (after === undefined) return dropped(manifest, urn);
      return after.protect ? replaced(manifest, after.manifest) : [];
    });
}

function dropped(manifest: KubeObject, urn: string): Loss[] {
  return [
    {
      text: [
        `${address(manifest)} is no longer in the program: it would be deleted, and ${lostWith(manifest)}`,
        `  → to allow this one: pulumi state unprotect --yes '${urn}'`,
      ].join('\n'),
    },
  ];
}

function replaced(before: KubeObject, after: KubeObject): Loss[] {
  const changed = [...NAMES, ...(REPLACED_BY[kindOf(before)] ?? [])].filter(
    (path) => !isDeepStrictEqual(valueAt(before, path), valueAt(after, path)),
  );
  if (changed.length === 0) return [];
  const changes = changed.map((path) => `    ${path}: ${shown(before, path)} → ${shown(after, path)}`);
  return [
    {
      text: [`${address(before)} would be replaced, and ${lostWith(before)}`, ...changes].join('\n'),
      release: releaseName(before),
    },
  ];
}

const NAMES = ['metadata.name', 'metadata.namespace'];

/** Fields whose change makes Pulumi's provider replace an object (`forceNew` in its diff.go). */
const REPLACED_BY: Readonly<Record<string, readonly string[]>> = {
  StatefulSet: [
    'spec.podManagementPolicy',
    'spec.revisionHistoryLimit',
    'spec.selector',
    'spec.serviceName',
    'spec.volumeClaimTemplates',
  ],
  PersistentVolumeClaim: ['spec.accessModes', 'spec.selector', 'spec.storageClassName', 'spec.volumeName'],
  PersistentVolume: ['spec.csi', 'spec.hostPath', 'spec.local', 'spec.nfs'],
};

const LOST: Readonly<Record<string, string>> = {
  Namespace: 'everything in it with it, claims and their data included',
  PersistentVolumeClaim: 'its volume with it, with all data, unless its storage class retains volumes',
  PersistentVolume: 'what is known of where its data lies',
  StatefulSet: 'its pods with it; its claims stay, but for what its retention policy deletes',
  Cluster: 'all servers of the database with it, and their volumes; only backups remain',
};

function lostWith(object: KubeObject): string {
  return LOST[kindOf(object)] ?? 'what is in it';
}

/** Value at a path; claim templates without their sizes, which may grow. */
function valueAt(object: KubeObject, path: string): unknown {
  const value = path.split('.').reduce<unknown>((it, field) => (it as Fields | undefined)?.[field], object);
  if (!path.endsWith('volumeClaimTemplates')) return value;
  return ((value ?? []) as readonly Template[]).map(({ metadata, spec }) => ({
    name: metadata?.name,
    spec: { ...spec, resources: undefined },
  }));
}

type Fields = Readonly<Record<string, unknown>>;
interface Template {
  readonly metadata?: { readonly name?: string };
  readonly spec?: Fields;
}

function shown(object: KubeObject, path: string): string {
  const text = JSON.stringify(valueAt(object, path)) ?? 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const LONGEST = 120;
