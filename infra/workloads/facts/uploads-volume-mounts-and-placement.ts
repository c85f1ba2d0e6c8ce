import type { Settings } from '../../settings/schema.ts';
import { type AccessMode, accessModeOf } from '../../settings/uploads-access-mode.ts';
import { uploadsKindOf } from '../../settings/uploads-in-database-or-volume.ts';
import { UPLOADS_CLAIM, WEB } from '../defaults/names-and-ports.ts';
import type { Placement } from '../defaults/node-placement.ts';
import { labelsOf } from '../defaults/pod.ts';
import type { Volume } from '../defaults/typed-kubernetes-objects.ts';

/** The volume of receipts. */
export interface UploadsVolume {
  readonly accessMode: AccessMode;
}

/** Name of the volume in pods. */
export const UPLOADS_VOLUME = 'uploads';
/** Mount path of the receipts in every pod. */
export const UPLOAD_FOLDER = '/srv/uploads';
/** Group of the files, which is that of every process with this volume: the app's. */
export const UPLOADS_GROUP = 1000;

export function uploadsVolumeOf(settings: Pick<Settings, 'uploads' | 'cluster'>): UploadsVolume | undefined {
  return uploadsKindOf(settings) === 'volume' ? { accessMode: accessModeOf(settings) } : undefined;
}

/**
 * Volumes of a pod that has the receipts.
 *
 * @param readOnly the kubelet then leaves owners and modes of the files as they are, whatever group the pod has
 */
export function volumesOfUploads(uploads: UploadsVolume | undefined, readOnly = false): readonly Volume[] {
  if (!uploads) return [];
  return [
    {
      name: UPLOADS_VOLUME,
      persistentVolumeClaim: { claimName: UPLOADS_CLAIM, ...(readOnly && { readOnly }) },
    },
  ];
}

export function mountsOfUploads(uploads: UploadsVolume | undefined, readOnly = false) {
  return uploads ? [{ name: UPLOADS_VOLUME, mountPath: UPLOAD_FOLDER, ...(readOnly && { readOnly }) }] : [];
}

/**
 * Placement of a pod that mounts the receipts: with a volume of one node, where pods of the app are. The first one has the
 * choice, because a pod that its own rule describes may be the first.
 *
 * @param given placement of the settings
 */
export function besideWeb(
  uploads: UploadsVolume | undefined,
  given: Placement = { nodeSelector: {}, tolerations: [] },
): Placement {
  if (uploads?.accessMode !== 'ReadWriteOnce') return given;
  const { podAffinity, ...others } = (given.affinity ?? {}) as { readonly podAffinity?: Affinity };
  const rule = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labelsOf(WEB.name) } };
  return {
    ...given,
    affinity: {
      ...others,
      podAffinity: { ...podAffinity, [REQUIRED]: [...(podAffinity?.[REQUIRED] ?? []), rule] },
    },
  };
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

type Affinity = { readonly [REQUIRED]?: readonly object[] };
