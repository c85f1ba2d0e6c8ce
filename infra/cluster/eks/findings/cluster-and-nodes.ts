import { type Finding, failing, input, ofType, type Recorded } from './filter-registrations-into-findings.ts';

/** Findings on EKS and its nodes. */
export function controlPlaneFindings(all: readonly Recorded[]): readonly Finding[] {
  const clusters = all.filter(({ type }) => type === 'eks:index:Cluster');
  const templates = ofType(all, 'ec2/launchTemplate:LaunchTemplate');
  const groups = ofType(all, 'eks/nodeGroup:NodeGroup');
  const charts = all.filter(({ type }) => type === 'kubernetes:helm.sh/v3:Release');
  const is = (path: string, wanted: unknown) => (one: Recorded) => input(one, path) === wanted;
  return [
    ...(clusters.length === 1 ? [] : [{ at: 'eks:index:Cluster', problem: 'there is not exactly one' }]),
    ...failing(clusters, is('endpointPrivateAccess', true), 'is not reached from inside of its network'),
    ...failing(clusters, hasClosedEndpoint, 'is open to the internet'),
    ...failing(
      clusters,
      ({ inputs }) => !!inputs['encryptionConfigKeyArn'],
      'keeps Secrets without a key of ours',
    ),
    ...failing(clusters, is('authenticationMode', 'API'), 'lets people in by more than access entries'),
    ...failing(clusters, is('upgradePolicy.supportType', 'STANDARD'), 'goes on to paid extended support'),
    ...failing(clusters, hasEveryLog, 'does not keep all five logs'),
    ...failing(clusters, ({ inputs }) => /^1\.\d+$/.test(String(inputs['version'])), 'has no version'),
    ...failing(clusters, (one) => groups.length > 0 || isAuto(one), 'has no nodes'),
    ...failing(
      templates,
      is('metadataOptions.httpTokens', 'required'),
      'lets nodes ask for credentials by a plain request',
    ),
    ...failing(
      templates,
      is('metadataOptions.httpPutResponseHopLimit', 1),
      'lets pods have the credentials of their node',
    ),
    ...failing(templates, hasEncryptedDisks, 'has disks that are not encrypted, or not gp3'),
    ...failing(
      groups,
      ({ inputsOf }) => inputsOf.some((key) => key.includes(':LaunchTemplate ')),
      'has no launch template',
    ),
    ...failing(
      groups,
      ({ inputs }) => String(inputs['amiType']).startsWith('AL2023_'),
      'is not of Amazon Linux 2023',
    ),
    ...failing(
      ofType(all, 'eks/addon:Addon'),
      ({ inputs }) => /^v\d/.test(String(inputs['addonVersion'])),
      'is not pinned',
    ),
    ...failing(
      ofType(all, 'iam/role:Role'),
      ({ inputs }) => isTakenOnWhole(String(inputs['assumeRolePolicy'])),
      'cannot be taken on by pods, whose sessions are marked',
    ),
    ...failing(charts, ({ inputs }) => /^v?\d/.test(String(inputs['version'])), 'is not pinned'),
    ...failing(
      ofType(all, 'eks/addon:Addon').filter(is('addonName', 'vpc-cni')),
      ({ inputs }) => String(inputs['configurationValues']).includes('"enableNetworkPolicy":"true"'),
      'does not hold network policies',
    ),
    ...failing(clusters.filter(isAuto), () => holdsPolicies(all), 'does not hold network policies'),
    ...failing(
      all.filter((one) => isAutoModes(one) && JSON.stringify(one.inputs).includes('project')),
      () => false,
      'is to have tags that Auto Mode may not set',
    ),
  ];
}

function isAuto(one: Recorded): boolean {
  return input(one, 'autoMode.enabled') === true;
}

/** True when the ConfigMap enables network policies, as Auto Mode has no add-on to configure. */
function holdsPolicies(all: readonly Recorded[]): boolean {
  return all.some(
    (one) =>
      one.type === 'kubernetes:core/v1:ConfigMap' &&
      input(one, 'metadata.name') === 'amazon-vpc-cni' &&
      input(one, 'data.enable-network-policy-controller') === 'true',
  );
}

/** True for objects from which Auto Mode creates resources in AWS. */
function isAutoModes({ type, inputs }: Recorded): boolean {
  return (
    type.startsWith('kubernetes:eks.amazonaws.com/') || inputs['provisioner'] === 'ebs.csi.eks.amazonaws.com'
  );
}

function hasClosedEndpoint({ inputs }: Recorded): boolean {
  if (inputs['endpointPublicAccess'] === false) return true;
  const ranges = inputs['publicAccessCidrs'];
  return Array.isArray(ranges) && ranges.length > 0 && !ranges.some((range) => String(range).endsWith('/0'));
}

const LOGS = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

/** True when pods may tag their session, as Pod Identity does with each. */
function isTakenOnWhole(trust: string): boolean {
  const { Statement } = JSON.parse(trust) as {
    Statement: readonly { Action: string | readonly string[]; Principal: { Service: string } }[];
  };
  return Statement.every(
    ({ Action, Principal }) =>
      Principal.Service !== 'pods.eks.amazonaws.com' || Action.includes('sts:TagSession'),
  );
}

function hasEveryLog({ inputs }: Recorded): boolean {
  const kept = (inputs['enabledClusterLogTypes'] ?? []) as readonly string[];
  return LOGS.every((log) => kept.includes(log));
}

function hasEncryptedDisks({ inputs }: Recorded): boolean {
  const disks = (inputs['blockDeviceMappings'] ?? []) as readonly {
    readonly deviceName?: string;
    readonly ebs?: Record<string, unknown>;
  }[];
  return (
    // The root disk: under another name it would be a second disk, beside an unencrypted one.
    disks.some(({ deviceName }) => deviceName === '/dev/xvda') &&
    disks.every(({ ebs }) => ebs?.['encrypted'] === 'true' && ebs['volumeType'] === 'gp3')
  );
}
