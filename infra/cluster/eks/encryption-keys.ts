import { Alias } from '@pulumi/aws/kms/alias.js';
import { Key } from '@pulumi/aws/kms/key.js';
import * as pulumi from '@pulumi/pulumi';
import { tagsOf } from './tags.ts';

export interface KeysArgs {
  readonly name: string;
  /** Protects the keys from deletion. */
  readonly protect: boolean;
}

/**
 * KMS keys for the cluster's Secrets and all data at rest, rotated each year. A destroy retains the key of data: snapshots,
 * automated backups and volumes outlive the stack, and would be unreadable without it.
 */
export class Keys extends pulumi.ComponentResource {
  /** Key of Secrets in the cluster. */
  readonly secrets: Key;
  /** Key of volumes, files, backups and the database. */
  readonly data: Key;

  constructor(id: string, { name, protect }: KeysArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:Keys', id, {}, opts);
    const key = (use: string, description: string, retainOnDelete = false) => {
      const full = `${name}-${use}`;
      const made = new Key(
        full,
        { description, enableKeyRotation: true, deletionWindowInDays: 30, tags: tagsOf('keys', full) },
        { parent: this, protect, retainOnDelete },
      );
      new Alias(full, { name: `alias/${full}`, targetKeyId: made.keyId }, { parent: this });
      return made;
    };
    this.secrets = key('secrets', `Secrets of the Kubernetes cluster ${name}`);
    this.data = key('data', `Data at rest of ${name}`, true);
    this.registerOutputs({ secrets: this.secrets.arn, data: this.data.arn });
  }
}
