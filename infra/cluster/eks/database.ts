import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Instance } from '@pulumi/aws/rds/instance.js';
import { ParameterGroup } from '@pulumi/aws/rds/parameterGroup.js';
import { SubnetGroup } from '@pulumi/aws/rds/subnetGroup.js';
import * as pulumi from '@pulumi/pulumi';
import { RandomId } from '@pulumi/random/randomId.js';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { onlyFromNodes } from './nodes-only-security-group.ts';
import { tagsOf } from './tags.ts';

export interface DatabaseArgs {
  readonly name: string;
  /** Name of the database on the server. */
  readonly database: string;
  /** Role that owns it and may create other roles. */
  readonly owner: string;
  /** Rotation counter; a higher number makes a new password of the owner. */
  readonly rotation: number;
  readonly instanceClass: string;
  readonly gibibytes: number;
  readonly maxGibibytes: number;
  readonly multiZone: boolean;
  /** Runs a copy that serves reads. */
  readonly readReplica: boolean;
  readonly backupDays: number;
  readonly logRetentionDays: number;
  readonly vpcId: pulumi.Input<string>;
  readonly privateSubnetIds: readonly pulumi.Input<string>[];
  readonly nodes: pulumi.Input<string>;
  /** ARN of the key that encrypts data at rest. */
  readonly dataKey: pulumi.Input<string>;
  readonly protect: boolean;
}

/** An RDS Postgres: reachable from pods only, TLS only. The app's migration creates all roles but the owner. */
export class Database extends pulumi.ComponentResource {
  readonly host: pulumi.Output<string>;
  /** Address of the copy that serves reads; undefined: there is none. */
  readonly readHost: pulumi.Output<string> | undefined;
  readonly password: pulumi.Output<string>;

  constructor(id: string, args: DatabaseArgs, opts: pulumi.ComponentResourceOptions) {
    super('finance-platform:eks:Database', id, {}, opts);
    const { dataKey, protect, vpcId, nodes } = args;
    const name = `${args.name}-database`;
    const here = { parent: this };
    const tags = tagsOf('database', name);
    const keepers = { rotation: String(args.rotation) };
    const { result } = new RandomPassword(name, { length: 32, special: false, keepers }, here);
    const subnets = new SubnetGroup(name, { subnetIds: [...args.privateSubnetIds], tags }, here);
    const group = onlyFromNodes({ name, component: 'database', vpcId, nodes, port: 5432 }, here);
    const parameters = new ParameterGroup(
      name,
      {
        family: `postgres${POSTGRES_VERSION}`,
        parameters: [
          { name: 'rds.force_ssl', value: '1' },
          { name: 'log_min_duration_statement', value: '1000' },
        ],
        tags,
      },
      here,
    );
    // A new suffix for each replacement server and each life of the stack: the final snapshot keeps the name, so it must be
    // unique.
    const life = { database: args.database, owner: args.owner, key: dataKey };
    const { hex } = new RandomId(name, { byteLength: 4, keepers: life }, here);
    const identifier = pulumi.interpolate`${name}-${hex}`;
    // Created before the server, or RDS creates some without retention.
    const logsOf = (id: string, server: pulumi.Input<string>) =>
      LOGS.map(
        (log) =>
          new LogGroup(
            `${id}-${log}`,
            {
              name: pulumi.interpolate`/aws/rds/instance/${server}/${log}`,
              retentionInDays: args.logRetentionDays,
              tags,
            },
            here,
          ),
      );
    const common = {
      autoMinorVersionUpgrade: true,
      instanceClass: args.instanceClass,
      storageType: 'gp3',
      maxAllocatedStorage: args.maxGibibytes,
      vpcSecurityGroupIds: [group.id],
      publiclyAccessible: false,
      parameterGroupName: parameters.name,
      caCertIdentifier: 'rds-ca-rsa2048-g1',
      copyTagsToSnapshot: true,
      enabledCloudwatchLogsExports: LOGS,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: dataKey,
      // A new password has to be active before the migration that uses it.
      applyImmediately: true,
      tags,
    };
    const instance = new Instance(
      name,
      {
        ...common,
        identifier,
        engine: 'postgres',
        // The major version only; minor ones are installed in the maintenance window.
        engineVersion: POSTGRES_VERSION,
        allocatedStorage: args.gibibytes,
        storageEncrypted: true,
        kmsKeyId: dataKey,
        dbName: args.database,
        username: args.owner,
        password: result,
        multiAz: args.multiZone,
        dbSubnetGroupName: subnets.name,
        backupRetentionPeriod: args.backupDays,
        backupWindow: '01:00-02:00',
        maintenanceWindow: 'sun:03:00-sun:04:00',
        deleteAutomatedBackups: false,
        deletionProtection: protect,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: pulumi.interpolate`${identifier}-final`,
      },
      { ...here, protect, dependsOn: logsOf(name, identifier) },
    );
    this.host = instance.address;
    this.readHost = args.readReplica ? replica().address : undefined;
    this.password = pulumi.secret(result);
    this.registerOutputs({ host: this.host });

    /** A copy of the server, which can be made again at any time: encrypted as the server is, by the same key. */
    function replica(): Instance {
      const readName = `${name}-read`;
      const readIdentifier = pulumi.interpolate`${identifier}-read`;
      return new Instance(
        readName,
        {
          ...common,
          identifier: readIdentifier,
          replicateSourceDb: instance.identifier,
          // After that of the server, which is never below its copy in version.
          maintenanceWindow: 'sun:04:00-sun:05:00',
          backupRetentionPeriod: 0,
          skipFinalSnapshot: true,
        },
        { ...here, dependsOn: logsOf(readName, readIdentifier) },
      );
    }
  }
}

const POSTGRES_VERSION = '18';
const LOGS = ['postgresql', 'upgrade'];
