import { ParameterGroup } from '@pulumi/aws/elasticache/parameterGroup.js';
import { ReplicationGroup } from '@pulumi/aws/elasticache/replicationGroup.js';
import { SubnetGroup } from '@pulumi/aws/elasticache/subnetGroup.js';
import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { onlyFromNodes } from './nodes-only-security-group.ts';
import { tagsOf } from './tags.ts';

export interface CacheArgs {
  readonly name: string;
  /** Rotation counter; a higher number makes a new password. */
  readonly rotation: number;
  readonly nodeType: string;
  readonly replicas: number;
  readonly vpcId: pulumi.Input<string>;
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  readonly nodes: pulumi.Input<string>;
  /** ARN of the key that encrypts data at rest. */
  readonly dataKey: pulumi.Input<string>;
}

/** An ElastiCache Valkey, compatible with Redis: TLS only, with a password, and reachable from pods only. */
export class Cache extends pulumi.ComponentResource {
  /** `rediss://host:port` */
  readonly url: pulumi.Output<string>;
  readonly password: pulumi.Output<string>;

  constructor(id: string, args: CacheArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:Cache', id, {}, opts);
    const { dataKey, vpcId, nodes, replicas } = args;
    const name = `${args.name}-cache`;
    const here = { parent: this };
    const tags = tagsOf('cache', name);
    const keepers = { rotation: String(args.rotation) };
    const { result } = new RandomPassword(name, { length: 32, special: false, keepers }, here);
    const subnets = new SubnetGroup(name, { subnetIds: [...args.privateSubnetIds], tags }, here);
    const group = onlyFromNodes({ name, component: 'cache', vpcId, nodes, port: PORT }, here);
    const parameters = new ParameterGroup(
      name,
      { family: 'valkey8', parameters: [{ name: 'maxmemory-policy', value: 'allkeys-lru' }], tags },
      here,
    );
    const cache = new ReplicationGroup(
      name,
      {
        replicationGroupId: name,
        description: `Cache of ${args.name}`,
        engine: 'valkey',
        engineVersion: '8.0',
        autoMinorVersionUpgrade: true,
        nodeType: args.nodeType,
        numCacheClusters: 1 + replicas,
        automaticFailoverEnabled: replicas > 0,
        multiAzEnabled: replicas > 0,
        port: PORT,
        parameterGroupName: parameters.name,
        subnetGroupName: subnets.name,
        securityGroupIds: [group.id],
        transitEncryptionEnabled: true,
        transitEncryptionMode: 'required',
        atRestEncryptionEnabled: true,
        kmsKeyId: dataKey,
        authToken: result,
        // The previous password stays valid until the pods that use it are gone.
        authTokenUpdateStrategy: 'ROTATE',
        snapshotRetentionLimit: 0,
        applyImmediately: true,
        tags,
      },
      here,
    );
    this.url = pulumi.interpolate`rediss://${cache.primaryEndpointAddress}:${PORT}`;
    this.password = pulumi.secret(result);
    this.registerOutputs({ url: this.url });
  }
}

const PORT = 6379;
