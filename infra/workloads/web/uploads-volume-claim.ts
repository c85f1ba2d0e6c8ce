import { Construct } from 'constructs';
import type { AccessMode } from '../../settings/uploads-access-mode.ts';
import { UPLOADS_CLAIM } from '../defaults/names-and-ports.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';

export interface UploadsProps {
  /** Size of the volume, for example `5Gi`. */
  readonly size: string;
  /** ReadWriteOnce keeps all pods of the app on one node. */
  readonly accessMode: AccessMode;
  /** @default the cluster's default class */
  readonly storageClass?: string | undefined;
}

/** Specification of the claim, as the cluster has it. */
export type ClaimSpec = Readonly<Record<string, unknown>>;

/** The claim of the volume of receipts. */
export class Uploads extends Construct {
  constructor(scope: Construct, id: string, spec: ClaimSpec) {
    super(scope, id);
    new Kube(this, 'claim', 'PersistentVolumeClaim', { metadata: { name: UPLOADS_CLAIM }, spec });
  }
}

export function uploadsClaim({ size, accessMode, storageClass }: UploadsProps): ClaimSpec {
  return {
    accessModes: [accessMode],
    ...(storageClass !== undefined && { storageClassName: storageClass }),
    resources: { requests: { storage: size } },
  };
}
