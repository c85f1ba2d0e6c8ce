import { Construct } from 'constructs';
import { Kube } from '../defaults/kube-object.ts';
import { UPLOADS_CLAIM } from '../defaults/names.ts';

export interface UploadsProps {
  /** Size of the volume, for example `5Gi`. */
  readonly size: string;
  /** ReadWriteOnce keeps all web pods on one node. */
  readonly accessMode: 'ReadWriteMany' | 'ReadWriteOnce';
  /** @default the cluster's default class */
  readonly storageClass?: string | undefined;
}

/** The volume of receipts that every web pod mounts. */
export class Uploads extends Construct {
  constructor(scope: Construct, id: string, props: UploadsProps) {
    super(scope, id);
    const { size, accessMode, storageClass } = props;
    new Kube(this, 'claim', 'PersistentVolumeClaim', {
      metadata: { name: UPLOADS_CLAIM },
      spec: {
        accessModes: [accessMode],
        ...(storageClass !== undefined && { storageClassName: storageClass }),
        resources: { requests: { storage: size } },
      },
    });
  }
}
