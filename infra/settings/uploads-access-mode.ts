import type { Groups } from './all-groups.ts';
import { crossCheck } from './cross-check.ts';
import { KEPT_CLASS } from './groups/k3s.ts';
import { uploadsKindOf } from './uploads-in-database-or-volume.ts';

export type AccessMode = 'ReadWriteMany' | 'ReadWriteOnce';

/** Access mode of the volume of receipts, where they are on one; k3s and most clusters have only single-node volumes by default. */
export function accessModeOf({ uploads, cluster }: Pick<Groups, 'uploads' | 'cluster'>): AccessMode {
  if (uploads.accessMode !== undefined) return uploads.accessMode;
  const isForMany = uploads.storageClass !== undefined && !isOfOneNode(uploads.storageClass, cluster);
  return cluster.provider === 'eks' || isForMany ? 'ReadWriteMany' : 'ReadWriteOnce';
}

/** Warnings for before the first run, because a claim cannot change its access mode. */
export function uploadsWarnings(settings: Pick<Groups, 'uploads' | 'cluster'>): readonly string[] {
  const { uploads, cluster } = settings;
  if (uploadsKindOf(settings) === 'database') return [];
  if (accessModeOf(settings) === 'ReadWriteOnce') return [ON_ONE_NODE];
  const isLocal =
    cluster.provider === 'k3s' && cluster.builtIn.localPath && uploads.storageClass === undefined;
  return isLocal ? [NO_CLASS] : [];
}

/** True for the classes whose volumes are folders of one node. */
function isOfOneNode(storageClass: string | undefined, cluster: Groups['cluster']): boolean {
  return storageClass === LOCAL_PATH || (cluster.provider === 'k3s' && storageClass === KEPT_CLASS);
}

const LOCAL_PATH = 'local-path';
const ON_ONE_NODE =
  'uploads.accessMode is ReadWriteOnce: all pods of the app live on one node, where the volume of ' +
  'receipts is; name a class that many nodes can mount in uploads.storageClass, or leave receipts to the database by ' +
  'uploads.kind, before the first up, and they spread';
const NO_CLASS =
  'uploads.accessMode is ReadWriteMany, which local-path, the class of k3s by default, does not know: name another class in ' +
  'uploads.storageClass, such as longhorn of addOns.longhorn, or the volume never comes';

/** Refuses ReadWriteMany on local-path, whose volumes are folders of one node. */
export function uploadsNotOnLocalPath() {
  return crossCheck<Groups>(
    ['uploads.accessMode', 'uploads.storageClass', 'cluster.provider'],
    (all) => !isOfOneNode(all.uploads.storageClass, all.cluster) || accessModeOf(all) === 'ReadWriteOnce',
    ({ uploads }) =>
      `must be ReadWriteOnce, because a volume of the class ${uploads.storageClass} is a folder of one node`,
  );
}
