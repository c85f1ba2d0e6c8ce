/**
 * IAM actions that Pulumi needs to create, read, change, delete and tag a resource, by type. The EKS component stands for
 * the resources in it: the cluster, its role, kube-proxy and the access entries.
 *
 * Source: the Service Authorization Reference of AWS, and the calls of the Terraform provider that Pulumi's stands on.
 */
export const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'aws:cloudwatch/logGroup:LogGroup': [
    ...of('logs', 'CreateLogGroup', 'DeleteLogGroup', 'DescribeLogGroups', 'PutRetentionPolicy'),
    ...of('logs', 'ListTagsForResource', 'TagResource', 'UntagResource'),
  ],
  'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': of(
    'ec2',
    'DescribeSecurityGroups',
    'DescribeSecurityGroupRules',
    'RevokeSecurityGroupIngress',
    'RevokeSecurityGroupEgress',
  ),
  'aws:ec2/eip:Eip': of(
    'ec2',
    'AllocateAddress',
    'ReleaseAddress',
    'DescribeAddresses',
    'DescribeAddressesAttribute',
    'DisassociateAddress',
  ),
  'aws:ec2/flowLog:FlowLog': [
    ...of('ec2', 'CreateFlowLogs', 'DeleteFlowLogs', 'DescribeFlowLogs'),
    ...of('iam', 'PassRole'),
  ],
  'aws:ec2/internetGateway:InternetGateway': of(
    'ec2',
    'CreateInternetGateway',
    'DeleteInternetGateway',
    'AttachInternetGateway',
    'DetachInternetGateway',
    'DescribeInternetGateways',
  ),
  'aws:ec2/launchTemplate:LaunchTemplate': of(
    'ec2',
    'CreateLaunchTemplate',
    'DeleteLaunchTemplate',
    'ModifyLaunchTemplate',
    'CreateLaunchTemplateVersion',
    'DescribeLaunchTemplates',
    'DescribeLaunchTemplateVersions',
  ),
  'aws:ec2/natGateway:NatGateway': of('ec2', 'CreateNatGateway', 'DeleteNatGateway', 'DescribeNatGateways'),
  'aws:ec2/route:Route': of('ec2', 'CreateRoute', 'DeleteRoute', 'ReplaceRoute', 'DescribeRouteTables'),
  'aws:ec2/routeTable:RouteTable': of('ec2', 'CreateRouteTable', 'DeleteRouteTable', 'DescribeRouteTables'),
  'aws:ec2/routeTableAssociation:RouteTableAssociation': of(
    'ec2',
    'AssociateRouteTable',
    'DisassociateRouteTable',
    'ReplaceRouteTableAssociation',
    'DescribeRouteTables',
  ),
  'aws:ec2/securityGroup:SecurityGroup': of(
    'ec2',
    'CreateSecurityGroup',
    'DeleteSecurityGroup',
    'DescribeSecurityGroups',
    'RevokeSecurityGroupEgress', // AWS adds a rule that lets everything out
    'DescribeNetworkInterfaces',
  ),
  'aws:ec2/subnet:Subnet': of(
    'ec2',
    'CreateSubnet',
    'DeleteSubnet',
    'DescribeSubnets',
    'ModifySubnetAttribute',
    'DescribeNetworkInterfaces',
  ),
  'aws:ec2/vpc:Vpc': of(
    'ec2',
    'CreateVpc',
    'DeleteVpc',
    'DescribeVpcs',
    'DescribeVpcAttribute',
    'ModifyVpcAttribute',
    'DescribeNetworkAcls',
    'DescribeRouteTables',
    'DescribeSecurityGroups',
  ),
  'aws:ec2/vpcEndpoint:VpcEndpoint': of(
    'ec2',
    'CreateVpcEndpoint',
    'DeleteVpcEndpoints',
    'DescribeVpcEndpoints',
    'ModifyVpcEndpoint',
    'DescribePrefixLists',
  ),
  'aws:efs/backupPolicy:BackupPolicy': of('elasticfilesystem', 'PutBackupPolicy', 'DescribeBackupPolicy'),
  'aws:efs/fileSystem:FileSystem': [
    ...of('elasticfilesystem', 'CreateFileSystem', 'DeleteFileSystem', 'DescribeFileSystems'),
    ...of('elasticfilesystem', 'UpdateFileSystem', 'DescribeLifecycleConfiguration'),
    ...of('elasticfilesystem', 'TagResource', 'UntagResource', 'ListTagsForResource'),
    ...keyUse(),
    ...of('kms', 'Decrypt', 'GenerateDataKeyWithoutPlaintext'),
  ],
  'aws:efs/fileSystemPolicy:FileSystemPolicy': of(
    'elasticfilesystem',
    'PutFileSystemPolicy',
    'DeleteFileSystemPolicy',
    'DescribeFileSystemPolicy',
  ),
  'aws:efs/mountTarget:MountTarget': [
    ...of('elasticfilesystem', 'CreateMountTarget', 'DeleteMountTarget', 'DescribeMountTargets'),
    ...of('elasticfilesystem', 'DescribeMountTargetSecurityGroups', 'ModifyMountTargetSecurityGroups'),
    ...of('ec2', 'CreateNetworkInterface', 'DeleteNetworkInterface', 'DescribeNetworkInterfaces'),
  ],
  'aws:elasticache/parameterGroup:ParameterGroup': [
    ...of(
      'elasticache',
      'CreateCacheParameterGroup',
      'DeleteCacheParameterGroup',
      'ModifyCacheParameterGroup',
    ),
    ...of(
      'elasticache',
      'DescribeCacheParameterGroups',
      'DescribeCacheParameters',
      'ResetCacheParameterGroup',
    ),
  ],
  'aws:elasticache/replicationGroup:ReplicationGroup': [
    ...of('elasticache', 'CreateReplicationGroup', 'DeleteReplicationGroup', 'ModifyReplicationGroup'),
    ...of('elasticache', 'DescribeReplicationGroups', 'DescribeCacheClusters', 'IncreaseReplicaCount'),
    ...of('elasticache', 'DecreaseReplicaCount', 'AddTagsToResource', 'RemoveTagsFromResource'),
    ...of('elasticache', 'ListTagsForResource'),
    ...keyUse(),
  ],
  'aws:elasticache/subnetGroup:SubnetGroup': [
    ...of('elasticache', 'CreateCacheSubnetGroup', 'DeleteCacheSubnetGroup', 'ModifyCacheSubnetGroup'),
    ...of('elasticache', 'DescribeCacheSubnetGroups'),
  ],
  'aws:eks/addon:Addon': of(
    'eks',
    'CreateAddon',
    'DeleteAddon',
    'DescribeAddon',
    'UpdateAddon',
    'DescribeUpdate',
  ),
  'aws:eks/nodeGroup:NodeGroup': [
    ...of('eks', 'CreateNodegroup', 'DeleteNodegroup', 'DescribeNodegroup', 'DescribeUpdate'),
    ...of('eks', 'UpdateNodegroupConfig', 'UpdateNodegroupVersion'),
    ...of('ec2', 'RunInstances', 'DescribeLaunchTemplateVersions', 'DescribeSubnets'),
    ...of('iam', 'PassRole', 'GetRole', 'ListAttachedRolePolicies'),
  ],
  'aws:eks/podIdentityAssociation:PodIdentityAssociation': [
    ...of('eks', 'CreatePodIdentityAssociation', 'DeletePodIdentityAssociation'),
    ...of('eks', 'DescribePodIdentityAssociation', 'UpdatePodIdentityAssociation'),
    ...of('iam', 'PassRole', 'GetRole'),
  ],
  'aws:iam/role:Role': of(
    'iam',
    'CreateRole',
    'DeleteRole',
    'GetRole',
    'TagRole',
    'UntagRole',
    'UpdateAssumeRolePolicy',
    'ListRolePolicies',
    'ListAttachedRolePolicies',
    'ListInstanceProfilesForRole',
  ),
  'aws:iam/rolePolicy:RolePolicy': of('iam', 'PutRolePolicy', 'DeleteRolePolicy', 'GetRolePolicy'),
  'aws:iam/rolePolicyAttachment:RolePolicyAttachment': of(
    'iam',
    'AttachRolePolicy',
    'DetachRolePolicy',
    'ListAttachedRolePolicies',
  ),
  'aws:kms/alias:Alias': of('kms', 'CreateAlias', 'DeleteAlias', 'UpdateAlias', 'ListAliases'),
  'aws:kms/key:Key': [
    ...of('kms', 'CreateKey', 'ScheduleKeyDeletion', 'DescribeKey', 'UpdateKeyDescription'),
    ...of('kms', 'EnableKeyRotation', 'GetKeyRotationStatus', 'GetKeyPolicy', 'PutKeyPolicy'),
    ...of('kms', 'TagResource', 'UntagResource', 'ListResourceTags'),
  ],
  'aws:rds/instance:Instance': [
    ...of(
      'rds',
      'CreateDBInstance',
      'CreateDBInstanceReadReplica',
      'DeleteDBInstance',
      'DescribeDBInstances',
      'ModifyDBInstance',
    ),
    ...of('rds', 'CreateDBSnapshot', 'RebootDBInstance'),
    ...keyUse(),
  ],
  'aws:rds/parameterGroup:ParameterGroup': [
    ...of('rds', 'CreateDBParameterGroup', 'DeleteDBParameterGroup', 'DescribeDBParameterGroups'),
    ...of('rds', 'DescribeDBParameters', 'ModifyDBParameterGroup', 'ResetDBParameterGroup'),
  ],
  'aws:rds/subnetGroup:SubnetGroup': [
    ...of(
      'rds',
      'CreateDBSubnetGroup',
      'DeleteDBSubnetGroup',
      'DescribeDBSubnetGroups',
      'ModifyDBSubnetGroup',
    ),
    ...of('rds', 'AddTagsToResource', 'RemoveTagsFromResource', 'ListTagsForResource'),
  ],
  'aws:s3/bucket:Bucket': [
    ...of('s3', 'CreateBucket', 'DeleteBucket', 'ListBucket', 'GetBucketLocation', 'GetBucketTagging'),
    ...of('s3', 'PutBucketTagging', 'GetBucketAcl', 'GetBucketCORS', 'GetBucketLogging', 'GetBucketWebsite'),
    ...of('s3', 'GetBucketRequestPayment', 'GetAccelerateConfiguration', 'GetReplicationConfiguration'),
    ...of('s3', 'GetBucketObjectLockConfiguration'),
  ],
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': of(
    's3',
    'GetLifecycleConfiguration',
    'PutLifecycleConfiguration',
  ),
  'aws:s3/bucketPolicy:BucketPolicy': of('s3', 'GetBucketPolicy', 'PutBucketPolicy', 'DeleteBucketPolicy'),
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': of(
    's3',
    'GetBucketPublicAccessBlock',
    'PutBucketPublicAccessBlock',
  ),
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': of(
    's3',
    'GetEncryptionConfiguration',
    'PutEncryptionConfiguration',
  ),
  'aws:s3/bucketVersioning:BucketVersioning': of('s3', 'GetBucketVersioning', 'PutBucketVersioning'),
  'aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule': of(
    'ec2',
    'AuthorizeSecurityGroupIngress',
    'RevokeSecurityGroupIngress',
    'ModifySecurityGroupRules',
    'DescribeSecurityGroupRules',
  ),
  'eks:index:Cluster': [
    ...of('eks', 'CreateCluster', 'DeleteCluster', 'DescribeCluster', 'UpdateClusterConfig'),
    ...of('eks', 'UpdateClusterVersion', 'DescribeUpdate', 'TagResource', 'UntagResource'),
    ...of('eks', 'CreateAddon', 'DeleteAddon', 'DescribeAddon', 'UpdateAddon'),
    ...of('eks', 'CreateAccessEntry', 'DeleteAccessEntry', 'DescribeAccessEntry', 'UpdateAccessEntry'),
    ...of('eks', 'AssociateAccessPolicy', 'DisassociateAccessPolicy', 'ListAssociatedAccessPolicies'),
    ...of('iam', 'CreateRole', 'DeleteRole', 'GetRole', 'TagRole', 'PassRole', 'ListRolePolicies'),
    ...of(
      'iam',
      'AttachRolePolicy',
      'DetachRolePolicy',
      'ListAttachedRolePolicies',
      'ListInstanceProfilesForRole',
    ),
    ...of('ec2', 'DescribeSubnets', 'DescribeVpcs', 'DescribeSecurityGroups'),
    ...keyUse(),
  ],
};

/** Actions that tag EC2 resources on creation, and afterwards. */
export const EC2_TAGS = of('ec2', 'CreateTags', 'DeleteTags', 'DescribeTags');

/** Actions that empty a bucket of all versions before its deletion. */
export const EMPTY_BUCKET = of('s3', 'ListBucketVersions', 'DeleteObject', 'DeleteObjectVersion');

/** Actions that let a service use a key of ours. */
function keyUse() {
  return of('kms', 'CreateGrant', 'DescribeKey');
}

function of(service: string, ...actions: readonly string[]): readonly string[] {
  return actions.map((action) => `${service}:${action}`);
}
