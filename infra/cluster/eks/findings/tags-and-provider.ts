import { type Finding, failing, input, type Recorded } from './filter-registrations-into-findings.ts';

/** Findings on tags, and on the region and account of the provider. */
export function ownerFindings(all: readonly Recorded[]): readonly Finding[] {
  const providers = all.filter(({ type }) => type === 'pulumi:providers:aws');
  const taggable = all.filter(({ type }) => isTaggable(type));
  const templates = all.filter(({ type }) => type === 'aws:ec2/launchTemplate:LaunchTemplate');
  const given = (one: Recorded, field: string) => {
    const value = one.inputs[field];
    return typeof value === 'string' ? (JSON.parse(value) as unknown) : value; // provider inputs are JSON
  };
  const remote = all.filter(({ type }) => type === 'eks:index:Cluster');
  return [
    ...(providers.length > 0 ? [] : [{ at: 'pulumi:providers:aws', problem: 'there is none of ours' }]),
    ...failing(
      providers,
      (one) => typeof input(one, 'region') === 'string',
      'takes the region of whoever runs it',
    ),
    ...failing(
      providers,
      (one) => (given(one, 'allowedAccountIds') as readonly string[] | undefined)?.length === 1,
      'works in any account',
    ),
    ...failing(
      providers,
      (one) =>
        hasAll((given(one, 'defaultTags') as { tags?: object } | undefined)?.tags, ['project', 'stack']),
      'does not say whose its resources are',
    ),
    ...failing(
      remote,
      ({ after }) => after.some((key) => key.startsWith('pulumi:providers:aws ')),
      'makes what is in it by the provider of whoever runs it',
    ),
    ...failing(
      taggable,
      (one) => hasAll(one.inputs['tags'], ['component']),
      'does not say what it is part of',
    ),
    ...failing(templates, tagsItsNodes, 'makes nodes and disks that do not say whose they are'),
  ];
}

function isTaggable(type: string): boolean {
  return (
    (type.startsWith('aws:') || type === 'eks:index:Cluster') &&
    !UNTAGGED.includes(type.split(':').at(-1) ?? '')
  );
}

/** Sub-resources that AWS does not let one tag. */
const UNTAGGED = [
  'Alias',
  'BackupPolicy',
  'BucketLifecycleConfiguration',
  'BucketPolicy',
  'BucketPublicAccessBlock',
  'BucketServerSideEncryptionConfiguration',
  'BucketVersioning',
  'FileSystemPolicy',
  'MountTarget',
  'RolePolicy',
  'RolePolicyAttachment',
  'Route',
  'RouteTableAssociation',
];

function tagsItsNodes({ inputs }: Recorded): boolean {
  const parts = (inputs['tagSpecifications'] ?? []) as readonly { resourceType: string; tags: object }[];
  return ['instance', 'volume'].every((kind) =>
    parts.some(
      ({ resourceType, tags }) => resourceType === kind && hasAll(tags, ['project', 'stack', 'component']),
    ),
  );
}

function hasAll(tags: unknown, names: readonly string[]): boolean {
  const has = (tags ?? {}) as Record<string, unknown>;
  return names.every((name) => typeof has[name] === 'string' && has[name] !== '');
}
