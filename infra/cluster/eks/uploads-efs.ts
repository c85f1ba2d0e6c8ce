import { BackupPolicy } from '@pulumi/aws/efs/backupPolicy.js';
import { FileSystem } from '@pulumi/aws/efs/fileSystem.js';
import { FileSystemPolicy } from '@pulumi/aws/efs/fileSystemPolicy.js';
import { MountTarget } from '@pulumi/aws/efs/mountTarget.js';
import * as pulumi from '@pulumi/pulumi';
import { onlyFromNodes } from './nodes-only-security-group.ts';
import { policyDocument, type Statement } from './service-role.ts';
import { tagsOf } from './tags.ts';

export interface UploadsArgs {
  readonly name: string;
  readonly vpcId: pulumi.Input<string>;
  /** Private subnets, in the order of the zones. */
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  /** Letters of the zones. */
  readonly zones: readonly string[];
  readonly nodes: pulumi.Input<string>;
  /** ARN of the key that encrypts the files. */
  readonly dataKey: pulumi.Input<string>;
  readonly protect: boolean;
}

/** EFS file system for receipts, shared by pods of every node. AWS Backup keeps a copy of each day for five weeks. */
export class Uploads extends pulumi.ComponentResource {
  readonly fileSystemId: pulumi.Output<string>;

  constructor(id: string, args: UploadsArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:Uploads', id, {}, opts);
    const name = `${args.name}-uploads`;
    const here = { parent: this };
    const files = new FileSystem(
      name,
      {
        encrypted: true,
        kmsKeyId: args.dataKey,
        throughputMode: 'elastic',
        tags: tagsOf('uploads', name),
      },
      { ...here, protect: args.protect },
    );
    const fileSystemId = files.id;
    new FileSystemPolicy(
      name,
      { fileSystemId, policy: files.arn.apply((arn) => policyDocument(mountedOverTls(arn))) },
      here,
    );
    new BackupPolicy(name, { fileSystemId, backupPolicy: { status: 'ENABLED' } }, here);
    const { vpcId, nodes } = args;
    const group = onlyFromNodes({ name, component: 'uploads', vpcId, nodes, port: 2049 }, here);
    for (const [at, subnetId] of args.privateSubnetIds.entries()) {
      new MountTarget(
        `${name}-${args.zones[at]}`,
        { fileSystemId, subnetId, securityGroups: [group.id] },
        here,
      );
    }
    this.fileSystemId = fileSystemId;
    this.registerOutputs({ fileSystemId });
  }
}

/** Policy that lets anyone whom the security group admits mount it: over TLS, and not as root. */
function mountedOverTls(arn: string): readonly Statement[] {
  return [
    {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
      Resource: arn,
      Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
    },
    {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: '*',
      Resource: arn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ];
}
