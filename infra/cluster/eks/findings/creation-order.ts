import {
  type Finding,
  failing,
  input,
  keyOf,
  ofType,
  type Recorded,
} from './filter-registrations-into-findings.ts';

/** Findings on the order of creation; a destroy goes the other way round. */
export function orderFindings(all: readonly Recorded[]): readonly Finding[] {
  const waits = waiting(all);
  const everything = (of: readonly Recorded[]) => (one: Recorded) => of.every((other) => waits(one, other));
  const addOns = ofType(all, 'eks/addon:Addon');
  const before = addOns.filter((one) => BEFORE_NODES.includes(String(input(one, 'addonName'))));
  const later = addOns.filter((one) => !before.includes(one));
  const agent = before.filter((one) => input(one, 'addonName') === 'eks-pod-identity-agent');
  const groups = ofType(all, 'eks/nodeGroup:NodeGroup');
  const clusters = all.filter(({ type }) => type === 'eks:index:Cluster');
  const ofCluster = all.filter(({ type }) => type.startsWith('aws:eks/'));
  const waysOut = [...ofType(all, 'ec2/route:Route'), ...ofType(all, 'ec2/natGateway:NatGateway')];
  const inCluster = all.filter(({ type }) => type.startsWith('kubernetes:'));
  const charts = inCluster.filter(({ type }) => type === 'kubernetes:helm.sh/v3:Release');
  const classes = inCluster.filter(({ type }) => type.endsWith(':StorageClass'));
  const known = ofType(all, 'eks/podIdentityAssociation:PodIdentityAssociation');
  const rights = [
    ...ofType(all, 'iam/rolePolicy:RolePolicy'),
    ...ofType(all, 'iam/rolePolicyAttachment:RolePolicyAttachment'),
  ];

  return [
    ...failing(clusters, everything(waysOut), 'does not wait for the ways out of its network'),
    ...failing(
      clusters,
      everything(all.filter((one) => String(input(one, 'name')).startsWith('/aws/eks/'))),
      'does not wait for its log, which EKS then makes itself',
    ),
    ...failing(
      ofCluster,
      ({ inputsOf }) => clusters.every((cluster) => inputsOf.includes(keyOf(cluster))),
      'has the name of the cluster from elsewhere, and may be destroyed after it',
    ),
    ...failing(groups, everything(before), `starts before ${BEFORE_NODES.join(' and ')}`),
    ...failing(
      before.filter((one) => !agent.includes(one)),
      everything(agent),
      'starts before what tells it who it is',
    ),
    ...failing(later, everything(groups), 'is awaited before there is a node'),
    ...failing([...charts, ...classes], everything(groups), 'goes into the cluster before there is a node'),
    ...failing(charts, everything(later), 'starts before the add-ons, and so without a name server'),
    ...[...addOns, ...charts].flatMap((one) =>
      failing(
        [one],
        everything(known.filter((identity) => nameOf(identity) === nameOf(one))),
        'starts before it is known to AWS',
      ),
    ),
    ...known.flatMap((one) =>
      failing(
        [one],
        everything(
          rights.filter(({ name }) => name === roleOf(one) || name.startsWith(`${roleOf(one)}-Amazon`)),
        ),
        'is given to pods before it has its rights',
      ),
    ),
  ];
}

const BEFORE_NODES = ['eks-pod-identity-agent', 'vpc-cni'];

/** Name that an identity and its add-on or chart have in common. */
function nameOf({ inputs, name, type }: Recorded): string {
  const chart = type === 'kubernetes:helm.sh/v3:Release' ? String(inputs['chart']) : undefined;
  return String(
    chart ??
      (type.endsWith('PodIdentityAssociation')
        ? (ACCOUNTS[String(inputs['serviceAccount'])] ?? name)
        : (inputs['addonName'] ?? name)),
  );
}

/** Add-on or chart of a service account. */
const ACCOUNTS: Readonly<Record<string, string>> = {
  'aws-node': 'vpc-cni',
  'ebs-csi-controller-sa': 'aws-ebs-csi-driver',
  'efs-csi-controller-sa': 'aws-efs-csi-driver',
  'aws-load-balancer-controller': 'aws-load-balancer-controller',
};

function roleOf({ inputsOf }: Recorded): string {
  const role = inputsOf.find((key) => key.startsWith('aws:iam/role:Role '));
  return role?.split(' ')[1] ?? 'no role';
}

/**
 * Returns a predicate: true when one resource depends on another, transitively; depending on a component means on everything
 * in it.
 */
export function waiting(all: readonly Recorded[]): (one: Recorded, other: Recorded) => boolean {
  const byKey = new Map(all.map((one) => [keyOf(one), one]));
  const below = new Map<string, string[]>();
  for (const one of all) {
    if (one.parent !== undefined) below.set(one.parent, [...(below.get(one.parent) ?? []), keyOf(one)]);
  }
  const inside = (key: string): readonly string[] => [key, ...(below.get(key) ?? []).flatMap(inside)];
  const reached = new Map<string, ReadonlySet<string>>();
  const reach = (start: string) => {
    const seen = new Set<string>();
    const queue = [start];
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      const one = byKey.get(key);
      const next = [...(one?.after ?? []).flatMap(inside), ...(one?.parent ? [`of ${one.parent}`] : [])];
      // A child inherits the dependencies of its component, but does not depend on its siblings.
      const above = key.startsWith('of ') ? byKey.get(key.slice(3)) : undefined;
      const more = above
        ? [...above.after.flatMap(inside), ...(above.parent ? [`of ${above.parent}`] : [])]
        : [];
      for (const found of [...next, ...more]) {
        if (seen.has(found)) continue;
        seen.add(found);
        queue.push(found);
      }
    }
    return seen;
  };
  return (one, other) => {
    const key = keyOf(one);
    const found = reached.get(key) ?? reach(key);
    reached.set(key, found);
    return found.has(keyOf(other));
  };
}
