import { beforeAll, describe, expect, it } from 'vitest';
import { ADD_ON_VERSIONS } from './add-on-versions.ts';
import { type EksRecording, recordEks } from './testing/record-eks.ts';
import { CA, everything, onEks, withBackups, withBuckets } from './testing/settings.ts';

const VERSIONS = ADD_ON_VERSIONS['1.36'];

describe('a cluster of EKS', () => {
  let made: EksRecording;
  beforeAll(async () => {
    made = await recordEks(everything());
  });
  const one = (type: string, name = 'finance') => made.one(type, name);

  it('is made by the component of Pulumi, closed and without anything on it', () => {
    expect(one('eks:index:Cluster').inputs).toMatchObject({
      name: 'finance',
      version: '1.36',
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
      authenticationMode: 'API',
      upgradePolicy: { supportType: 'STANDARD' },
      deletionProtection: true,
      skipDefaultNodeGroup: true,
      bootstrapSelfManagedAddons: false,
      corednsAddonOptions: { enabled: false },
      kubeProxyAddonOptions: { version: VERSIONS['kube-proxy'] },
    });
  });

  it('lets in whom the settings name, as what they say', () => {
    expect(one('eks:index:Cluster').inputs['accessEntries']).toEqual({
      engineers: {
        principalArn: 'arn:aws:iam::111122223333:role/engineers',
        kubernetesGroups: ['people'],
        accessPolicies: {
          view: {
            policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy',
            accessScope: { type: 'cluster' },
          },
        },
        tags: { component: 'control-plane' },
      },
    });
  });

  it('is known by its ARN, and its kubeconfig is a secret', () => {
    const { inputs, secrets } = made.named('cluster');
    expect(inputs['clusterIdentifier']).toBe('arn:aws:eks:eu-central-1:111122223333:cluster/finance');
    expect(secrets['kubeconfig']).toBe('{"cluster":"finance"}');
  });

  it('has a network of its own, with a way out in each zone, and none for S3 but the short one', () => {
    expect(one('aws:ec2/vpc:Vpc').inputs).toMatchObject({ cidrBlock: '10.64.0.0/16' });
    expect(made.recorded.filter(({ type }) => type === 'aws:ec2/natGateway:NatGateway')).toHaveLength(3);
    expect(one('aws:ec2/vpcEndpoint:VpcEndpoint', 'finance-s3').inputs).toMatchObject({
      vpcEndpointType: 'Gateway',
      serviceName: 'com.amazonaws.eu-central-1.s3',
      routeTableIds: { length: 3 },
    });
    expect(one('aws:ec2/flowLog:FlowLog', 'finance-flow-log').inputs).toMatchObject({
      trafficType: 'REJECT',
    });
  });

  it('has a group of nodes in each zone', () => {
    expect(one('aws:eks/nodeGroup:NodeGroup', 'finance-a').inputs).toMatchObject({
      clusterName: 'finance',
      version: '1.36',
      amiType: 'AL2023_x86_64_STANDARD',
      instanceTypes: ['m7i.large'],
      scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 1 },
      updateConfig: { maxUnavailable: 1 },
    });
  });

  it('has each add-on in its version, as what changes by hand goes back', () => {
    const addOns = made.recorded.filter(({ type }) => type === 'aws:eks/addon:Addon');
    const versions = addOns.map(({ inputs }) => [inputs['addonName'], inputs['addonVersion']]);
    const { 'kube-proxy': _, ...ours } = VERSIONS;
    expect(Object.fromEntries(versions)).toEqual(ours);
    for (const { inputs } of addOns) expect(inputs).toMatchObject({ resolveConflictsOnUpdate: 'OVERWRITE' });
  });

  it('gives pods rights by their account, and to no more than what they need', () => {
    const accounts = made.recorded
      .filter(({ type }) => type.endsWith(':PodIdentityAssociation'))
      .map(({ inputs }) => `${inputs['namespace']}/${inputs['serviceAccount']}`);
    expect(accounts.toSorted()).toEqual([
      'kube-system/aws-load-balancer-controller',
      'kube-system/aws-node',
      'kube-system/ebs-csi-controller-sa',
      'kube-system/efs-csi-controller-sa',
    ]);
  });

  it('gives each role these rights of ours, and those of AWS’s own policies', () => {
    const ours = made.recorded
      .filter(({ type }) => type === 'aws:iam/rolePolicy:RolePolicy')
      .map(({ inputs, name }) => [name, actionsIn(String(inputs['policy']))]);
    const ofAws = made.recorded.filter(({ type }) => type.endsWith(':RolePolicyAttachment'));
    expect(Object.fromEntries(ours)).toEqual(RIGHTS);
    expect(ofAws.map(({ inputs }) => inputs['policyArn']).toSorted()).toEqual(
      [
        'AmazonEBSCSIDriverPolicyV2',
        'AmazonEC2ContainerRegistryPullOnly',
        'AmazonEKSWorkerNodePolicy',
        'AmazonEKS_CNI_Policy',
        'service-role/AmazonEFSCSIDriverPolicy',
      ].map((policy) => `arn:aws:iam::aws:policy/${policy}`),
    );
  });

  it('lets the driver of disks use our key, and hand it on to AWS alone', () => {
    const policy = String(
      one('aws:iam/rolePolicy:RolePolicy', 'finance-aws-ebs-csi-driver').inputs['policy'],
    );
    expect(JSON.parse(policy).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey'],
        Resource: 'arn:aws:test:::finance-data',
      },
      {
        Effect: 'Allow',
        Action: 'kms:CreateGrant',
        Resource: 'arn:aws:test:::finance-data',
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
    ]);
  });

  it('has a controller of load balancers, which cannot ask a node where it is', () => {
    expect(made.named('add-on/aws-load-balancer-controller').inputs).toMatchObject({
      version: '3.5.0',
      values: {
        clusterName: 'finance',
        region: 'eu-central-1',
        vpcId: 'finance-id',
        enableServiceMutatorWebhook: false,
      },
    });
  });

  it('has a Postgres beside it that takes over in another zone', () => {
    expect(one('aws:rds/instance:Instance', 'finance-database').inputs).toMatchObject({
      engine: 'postgres',
      engineVersion: '18',
      multiAz: true,
      dbName: 'finance',
      username: 'finance_owner',
      backupRetentionPeriod: 14,
      identifier: 'finance-database-0a1b2c3d',
      finalSnapshotIdentifier: 'finance-database-0a1b2c3d-final',
    });
    expect(made.values).toEqual(['database-owner.password', 'database.host', 'redis.password', 'redis.url']);
  });

  it('has a copy of it that serves reads, where the settings ask for one, and whose loss loses nothing', async () => {
    expect(made.recorded.filter(({ type }) => type === 'aws:rds/instance:Instance')).toHaveLength(1);
    const database = { mode: 'rds', tls: { ca: CA }, readReplica: true };
    const { one: found, values } = await recordEks(onEks({}, { database }));
    const server = found('aws:rds/instance:Instance', 'finance-database');
    const copy = found('aws:rds/instance:Instance', 'finance-database-read');
    expect(copy.inputs).toMatchObject({
      replicateSourceDb: server.inputs['identifier'],
      identifier: 'finance-database-0a1b2c3d-read',
      publiclyAccessible: false,
      instanceClass: 'db.m7g.large',
      skipFinalSnapshot: true,
      backupRetentionPeriod: 0,
    });
    expect([server.protect, copy.protect]).toEqual([true, false]);
    expect(copy.inputs).not.toHaveProperty('password');
    expect(values).toContain('database.readHost');
  });

  it('has a cache beside it that takes over in another zone', () => {
    expect(one('aws:elasticache/replicationGroup:ReplicationGroup', 'finance-cache').inputs).toMatchObject({
      engine: 'valkey',
      nodeType: 'cache.t4g.micro',
      numCacheClusters: 2,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      transitEncryptionMode: 'required',
    });
  });

  it('is ready when all is there that a pod may need', () => {
    expect(made.ready.map((key) => key.split(' ')[0]?.split(':').at(-1))).toEqual([
      'Nodes',
      'AddOnsAfterNodes',
      'StorageClasses',
      'AddOn',
      'Database',
      'Cache',
    ]);
  });
});

/** Inline policies of the roles that have some beside AWS managed ones. */
const RIGHTS = {
  'finance-aws-ebs-csi-driver': [
    'kms:CreateGrant',
    'kms:Decrypt',
    'kms:DescribeKey',
    'kms:GenerateDataKeyWithoutPlaintext',
  ],
  'finance-flow-log': [
    'logs:CreateLogStream',
    'logs:DescribeLogGroups',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
  ],
  'finance-load-balancers': [
    'acm:DescribeCertificate',
    'acm:ListCertificates',
    ...[
      'AuthorizeSecurityGroupIngress',
      'CreateSecurityGroup',
      'CreateTags',
      'DeleteSecurityGroup',
      'DeleteTags',
      'Describe*',
      'GetSecurityGroupsForVpc',
      'RevokeSecurityGroupIngress',
    ].map((action) => `ec2:${action}`),
    ...[
      'AddListenerCertificates',
      'AddTags',
      'CreateListener',
      'CreateLoadBalancer',
      'CreateRule',
      'CreateTargetGroup',
      'DeleteListener',
      'DeleteLoadBalancer',
      'DeleteRule',
      'DeleteTargetGroup',
      'DeregisterTargets',
      'Describe*',
      'ModifyListener',
      'ModifyListenerAttributes',
      'ModifyLoadBalancerAttributes',
      'ModifyRule',
      'ModifyTargetGroup',
      'ModifyTargetGroupAttributes',
      'RegisterTargets',
      'RemoveListenerCertificates',
      'RemoveTags',
      'SetIpAddressType',
      'SetRulePriorities',
      'SetSecurityGroups',
      'SetSubnets',
    ].map((action) => `elasticloadbalancing:${action}`),
    'iam:CreateServiceLinkedRole',
  ],
};

function actionsIn(policy: string): readonly string[] {
  const { Statement } = JSON.parse(policy) as { Statement: { Action: string | string[] }[] };
  return [...new Set(Statement.flatMap(({ Action }) => Action))].toSorted();
}

it('a bucket whose stack may lose its data is emptied before it goes, and no other one', async () => {
  const bucket = async (database: object) => {
    const { one } = await recordEks(
      onEks({}, { database, backup: { objectStore: { bucket: 'finance-backups', region: 'eu-central-1' } } }),
    );
    return one('aws:s3/bucket:Bucket', 'backups').inputs['forceDestroy'];
  };
  expect(await bucket({})).toBe(false);
  expect(await bucket({ protect: false })).toBe(true);
});

describe('backups', () => {
  it('go to a bucket that the pods of backups reach, and into their folder alone', async () => {
    const { one, recorded } = await recordEks(withBackups());
    expect(one('aws:s3/bucket:Bucket', 'backups').inputs).toMatchObject({ bucket: 'finance-backups' });
    expect(
      recorded
        .filter(({ name }) => name.startsWith('finance-backups-'))
        .map(({ inputs }) => `${inputs['namespace']}/${inputs['serviceAccount']}`),
    ).toEqual(['finance/backup', 'finance/restore-drill', 'finance/restore']);
    const policy = String(one('aws:iam/rolePolicy:RolePolicy', 'finance-backups').inputs['policy']);
    const resources = JSON.parse(policy).Statement.map(({ Resource }: { Resource: string }) => Resource);
    expect(resources).toEqual([
      'arn:aws:s3:::finance-backups',
      'arn:aws:s3:::finance-backups/finance/*',
      'arn:aws:test:::finance-data',
    ]);
  });

  it('of servers of an operator are theirs too: they keep an archive', async () => {
    const { one } = await recordEks(
      onEks(
        {},
        {
          database: { mode: 'cloudnative-pg' },
          backup: { objectStore: { bucket: 'finance-backups', region: 'eu-central-1' } },
        },
      ),
    );
    const type = 'aws:eks/podIdentityAssociation:PodIdentityAssociation';
    expect(one(type, 'finance-backups-postgres').inputs).toMatchObject({
      namespace: 'finance',
      serviceAccount: 'postgres',
    });
  });

  it('use a bucket that is there where the settings say so', async () => {
    const { recorded } = await recordEks(withBackups({ makesBackupBucket: false }));
    expect(recorded.filter(({ type }) => type.startsWith('aws:s3/'))).toEqual([]);
    const policy = recorded.find(
      ({ type, name }) => type.endsWith(':RolePolicy') && name === 'finance-backups',
    );
    // The key of that bucket is unknown here.
    expect(JSON.parse(String(policy?.inputs['policy'])).Statement.at(-1)).toEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: 'arn:aws:kms:eu-central-1:111122223333:key/*',
      Condition: {
        StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
        StringLike: {
          'kms:EncryptionContext:aws:s3:arn': [
            'arn:aws:s3:::finance-backups',
            'arn:aws:s3:::finance-backups/*',
          ],
        },
      },
    });
  });
});

it('logs and copies go to buckets of others by what their pods are, and nowhere else', async () => {
  const { recorded, one } = await recordEks(withBuckets());
  const who = (name: string) => {
    const { inputs } = one('aws:eks/podIdentityAssociation:PodIdentityAssociation', name);
    return `${inputs['namespace']}/${inputs['serviceAccount']}`;
  };
  const where = (name: string) =>
    JSON.parse(String(one('aws:iam/rolePolicy:RolePolicy', name).inputs['policy'])).Statement.map(
      ({ Resource }: { Resource: string }) => Resource,
    );
  expect(who('finance-logs')).toBe('monitoring/loki');
  expect(where('finance-logs')).toEqual([
    'arn:aws:s3:::our-logs',
    'arn:aws:s3:::our-logs/*',
    'arn:aws:kms:eu-west-1:111122223333:key/*',
  ]);
  expect(who('finance-velero')).toBe('velero/velero-server');
  expect(where('finance-velero')).toEqual([
    'arn:aws:s3:::our-copies',
    'arn:aws:s3:::our-copies/prod/*',
    'arn:aws:kms:eu-central-1:111122223333:key/*',
  ]);
  expect(JSON.stringify(recorded)).not.toContain(':nobodys');
});

describe('Auto Mode', () => {
  it('brings nodes, network, disks and load balancers, and is told what it leaves open', async () => {
    const { recorded, one } = await recordEks(onEks({ nodes: { kind: 'auto' } }));
    expect(one('eks:index:Cluster', 'finance').inputs).toMatchObject({
      autoMode: { enabled: true },
      kubeProxyAddonOptions: { enabled: false },
    });
    const addOns = recorded.filter(({ type }) => type === 'aws:eks/addon:Addon');
    expect(addOns.map(({ inputs }) => inputs['addonName'])).toEqual(['aws-efs-csi-driver', 'metrics-server']);
    expect(one('kubernetes:core/v1:ConfigMap', 'network-policies').inputs).toMatchObject({
      data: { 'enable-network-policy-controller': 'true' },
    });
    expect(one('kubernetes:storage.k8s.io/v1:StorageClass', 'gp3').inputs).toMatchObject({
      provisioner: 'ebs.csi.eks.amazonaws.com',
      parameters: { type: 'gp3', encrypted: 'true' },
    });
    const { inputs } = one('kubernetes:networking.k8s.io/v1:IngressClass', 'alb');
    expect(inputs['spec']).toEqual({ controller: 'eks.amazonaws.com/alb' });
  });
});

it('the secrets of AWS are read by the operator that copies them, and only those of the platform', async () => {
  const source = { kind: 'external-secrets', region: 'eu-central-1', prefix: 'finance/prod' };
  const { one } = await recordEks(onEks({}, { secrets: { source } }));
  const policy = String(one('aws:iam/rolePolicy:RolePolicy', 'finance-external-secrets').inputs['policy']);
  expect(JSON.parse(policy).Statement[0].Resource).toBe(
    'arn:aws:secretsmanager:eu-central-1:111122223333:secret:finance/prod/*',
  );
});

it('a first preview, which knows neither address nor kubeconfig, comes to its end', async () => {
  const { all } = await recordEks(everything(), { preview: true });
  expect(all.length).toBeGreaterThan(80);
});
