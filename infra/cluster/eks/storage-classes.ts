import { StorageClass } from '@pulumi/kubernetes/storage/v1/storageClass.js';
import * as pulumi from '@pulumi/pulumi';

export interface StorageClassesArgs {
  /** ARN of the key that encrypts volumes. */
  readonly dataKey: pulumi.Input<string>;
  /** File system of the receipts. */
  readonly fileSystemId: pulumi.Input<string>;
  readonly ownerTags: Readonly<Record<string, string>>;
  readonly autoMode: boolean;
}

/**
 * Storage classes: `gp3`, a disk for one node and the default class, and `efs`, a folder for every node. Volumes of both
 * outlive their claim.
 */
export class StorageClasses extends pulumi.ComponentResource {
  constructor(id: string, args: StorageClassesArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:StorageClasses', id, {}, opts);
    const tags = Object.entries({ ...args.ownerTags, component: 'volumes' });
    const tagged = tags.map(([key, value], at) => [`tagSpecification_${at + 1}`, `${key}=${value}`]);
    new StorageClass(
      'gp3',
      {
        metadata: { name: 'gp3', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
        provisioner: args.autoMode ? 'ebs.csi.eks.amazonaws.com' : 'ebs.csi.aws.com',
        parameters: {
          type: 'gp3',
          encrypted: 'true',
          // Auto Mode creates disks with a role of its own, which may neither use our key nor set tags of ours.
          ...(!args.autoMode && { kmsKeyId: args.dataKey, ...Object.fromEntries(tagged) }),
        },
        allowVolumeExpansion: true,
        volumeBindingMode: 'WaitForFirstConsumer', // binds in the zone of the pod
        reclaimPolicy: 'Retain',
      },
      { parent: this },
    );
    new StorageClass(
      'efs',
      {
        metadata: { name: 'efs' },
        provisioner: 'efs.csi.aws.com',
        // An access point for each claim: a separate folder, whose files belong to the app's user, whoever writes them.
        parameters: {
          provisioningMode: 'efs-ap',
          fileSystemId: args.fileSystemId,
          directoryPerms: '700',
          uid: APP_USER,
          gid: APP_USER,
          basePath: '/claims',
        },
        reclaimPolicy: 'Retain',
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}

/** User and group of every pod of the platform, see `restrictedPod`. */
const APP_USER = '1000';
