import { eachIsFound, forget } from '../testing/mutate-registrations-and-expect-findings.ts';

const CLUSTER = 'eks:index:Cluster finance';
const NODES = 'aws:eks/nodeGroup:NodeGroup finance-a';
const CHART = 'kubernetes:helm.sh/v3:Release add-on/aws-load-balancer-controller';
const addOn = (name: string) => `aws:eks/addon:Addon finance-${name}`;

eachIsFound([
  {
    broken: 'nodes whose cluster is known by a plain name',
    at: NODES,
    how: (one) => {
      one.inputsOf = one.inputsOf.filter((key) => key !== CLUSTER);
    },
    found: 'has the name of the cluster from elsewhere, and may be destroyed after it',
  },
  {
    broken: 'nodes before the add-ons of the network',
    at: NODES,
    how: forget('finance-platform:eks:AddOnsBeforeNodes'),
    found: ['a', 'b', 'c'].map(
      (zone) =>
        [
          `aws:eks/nodeGroup:NodeGroup finance-${zone}`,
          'starts before eks-pod-identity-agent and vpc-cni',
        ] as const,
    ),
  },
  {
    broken: 'the network before the agent that tells it who it is',
    at: addOn('vpc-cni'),
    how: (one, all) => {
      forget(addOn('eks-pod-identity-agent'))(one, all);
      for (const other of all.filter(({ name }) => name.startsWith('finance-vpc-cni')))
        forget(addOn('eks-pod-identity-agent'))(other, all);
    },
    found: 'starts before what tells it who it is',
  },
  {
    broken: 'other add-ons before the nodes',
    at: addOn('coredns'),
    how: forget('finance-platform:eks:Nodes'),
    found: ['coredns', 'aws-ebs-csi-driver', 'aws-efs-csi-driver', 'metrics-server'].map(
      (name) => [addOn(name), 'is awaited before there is a node'] as const,
    ),
  },
  {
    broken: 'a driver before its identity',
    at: addOn('aws-ebs-csi-driver'),
    how: forget('aws:eks/podIdentityAssociation:'),
    found: 'starts before it is known to AWS',
  },
  {
    broken: 'an identity before its rights',
    at: 'aws:eks/podIdentityAssociation:PodIdentityAssociation finance-aws-ebs-csi-driver',
    how: forget('aws:iam/rolePolicyAttachment:'),
    found: 'is given to pods before it has its rights',
  },
  {
    broken: 'the load balancer controller before its identity',
    at: CHART,
    how: forget('aws:eks/podIdentityAssociation:'),
    found: 'starts before it is known to AWS',
  },
  {
    broken: 'the load balancer controller before the name server',
    at: CHART,
    how: forget('finance-platform:eks:AddOnsAfterNodes'),
    found: 'starts before the add-ons, and so without a name server',
  },
  {
    broken: 'a cluster before the ways out',
    at: CLUSTER,
    how: forget('finance-platform:eks:Network'),
    found: 'does not wait for the ways out of its network',
  },
  {
    broken: 'a cluster before its log',
    at: CLUSTER,
    how: forget('aws:cloudwatch/logGroup:'),
    found: 'does not wait for its log, which EKS then makes itself',
  },
]);
