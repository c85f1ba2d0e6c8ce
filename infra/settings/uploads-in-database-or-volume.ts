import type { Groups } from './all-groups.ts';
import { crossCheck } from './cross-check.ts';

/**
 * Place of the files of receipts. A stack that names a class or an access mode has a volume that was chosen for them; EKS has
 * EFS.
 */
export function uploadsKindOf({ uploads, cluster }: Pick<Groups, 'uploads' | 'cluster'>): UploadsKind {
  const { kind, accessMode, storageClass } = uploads;
  if (kind !== undefined) return kind;
  const isChosen = accessMode !== undefined || storageClass !== undefined;
  return isChosen || cluster.provider === 'eks' ? 'volume' : 'database';
}

export type UploadsKind = 'volume' | 'database';

/** Refuses what describes a volume where there is none. */
export function noVolumeInDatabase() {
  const absent = (key: 'accessMode' | 'storageClass') =>
    crossCheck<Groups>(
      [`uploads.${key}`, 'uploads.kind'],
      ({ uploads }) => uploads.kind !== 'database' || uploads[key] === undefined,
      'must be absent, because uploads.kind is database: no volume holds receipts',
    );
  return [absent('accessMode'), absent('storageClass')] as const;
}
