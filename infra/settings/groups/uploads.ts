import * as v from 'valibot';
import { group } from '../group.ts';
import { objectName } from '../name-and-url-schemas.ts';
import { choice, memory, whole } from '../quantity-text-and-choice-schemas.ts';

/** Files of receipts. */
export const uploads = group({
  /**
   * Where they are kept: in the database, whose dumps then have them, or on a volume that the pods of the app share, whose
   * files are copied beside the dumps. Absent: `volume` on EKS, and where `storageClass` or `accessMode` is set; `database`
   * elsewhere.
   */
  kind: v.exactOptional(choice(['volume', 'database'])),
  /** Size of the volume; it can grow, and never shrinks. */
  size: v.optional(memory(), '5Gi'),
  /** Size of all receipts of one book. */
  bookMebibytes: v.optional(whole(1, 1_000_000), 1024),
  /** Storage class of the volume; absent: the cluster's default. */
  storageClass: v.exactOptional(objectName()),
  /**
   * Access mode of the volume; ReadWriteOnce keeps all pods of the app on one node. Absent: ReadWriteMany on EKS and with a class,
   * ReadWriteOnce elsewhere, where the default class seldom supports anything else.
   */
  accessMode: v.exactOptional(choice(['ReadWriteMany', 'ReadWriteOnce'])),
  /** Largest file that somebody may upload. */
  maxFileMebibytes: v.optional(whole(1, 100), 18),
});
