import { isDeepStrictEqual } from 'node:util';
import { address, type KubeObject, kindOf } from '../../manifests/object.ts';
import { DATA_KINDS, releaseName } from '../guard.ts';
import type { PlannedObject } from '../plan.ts';
import type { FormerObject } from './former.ts';

/** An object with data that a run would take away. */
export interface Loss {
  /** What would happen to what, and what would be lost with it; several lines. */
  readonly text: string;
  /** Its name in `bridge:release`; `undefined` for what is no longer in the program, which Pulumi itself refuses. */
  readonly release?: string;
}

/** An object of the stack before this run, and what it is in it. */
export interface Pair {
  readonly before: FormerObject;
  /** `undefined` when it is no longer in the program. */
  readonly after: PlannedObject | undefined;
}

/** Finds the objects of before in a plan, also under the names that they had. */
export function paired(former: readonly FormerObject[], planned: readonly PlannedObject[]): readonly Pair[] {
  const byName = new Map(
    planned.flatMap((object) => [object.name, ...object.aliases].map((name) => [name, object])),
  );
  return former.map((before) => {
    const after = byName.get(before.name);
    return { before, after: after && kindOf(after.manifest) === kindOf(before.manifest) ? after : undefined };
  });
}

/** What a run would take away of what holds data. */
export function losses(pairs: readonly Pair[], released: readonly string[]): readonly Loss[] {
  return pairs
    .filter(({ before: { manifest } }) => DATA_KINDS.includes(kindOf(manifest)))
    .flatMap(({ before: { manifest, urn }, after }) => {
      if (after === undefined) return dropped(manifest, urn);
      const isGuarded = after.protect && !released.includes(releaseName(manifest));
      return isGuarded ? replaced(manifest, after.manifest) : [];
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

/** What makes Pulumi's provider replace an object (`forceNew` in its diff.go). */
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

/** The value at a path; of claim templates all but their sizes, which may grow. */
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
