import type * as pulumi from '@pulumi/pulumi';
import type { AddOn } from '../../workloads/add-ons/list-wanted-helm-releases.ts';
import { podIdentity } from './pod-identity.ts';
import type { Statement } from './service-role.ts';

export interface LoadBalancersArgs {
  readonly clusterName: string;
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
  /** Helm repository of its chart. */
  readonly repository: string;
  readonly version: string;
  readonly ownerTags: Readonly<Record<string, string>>;
}

const ACCOUNT = { namespace: 'kube-system', name: 'aws-load-balancer-controller' };

/** The chart of the AWS Load Balancer Controller, which creates an ALB for Ingresses of class `alb`. */
export function loadBalancerController(args: LoadBalancersArgs): AddOn {
  const { clusterName, region, vpcId, repository, version, ownerTags } = args;
  return {
    name: ACCOUNT.name,
    chart: ACCOUNT.name,
    repository,
    version,
    namespace: ACCOUNT.namespace,
    values: {
      clusterName,
      // Set explicitly: its pods cannot reach the metadata service of the node.
      region,
      vpcId,
      serviceAccount: { create: true, name: ACCOUNT.name },
      replicaCount: 2,
      podDisruptionBudget: { maxUnavailable: 1 },
      // The webhook would have to answer before any Service can be created, its own included.
      enableServiceMutatorWebhook: false,
      enableShield: false,
      enableWaf: false,
      enableWafv2: false,
      defaultTargetType: 'ip',
      defaultTags: { ...ownerTags, component: 'load-balancers' },
    },
  };
}

/** Pod identity of the controller: it may create load balancers, and change those that it created. */
export function loadBalancerIdentity(
  { name, clusterName }: { readonly name: string; readonly clusterName: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
) {
  return podIdentity(
    {
      name: `${name}-load-balancers`,
      clusterName,
      component: 'add-ons',
      namespace: ACCOUNT.namespace,
      accounts: [ACCOUNT.name],
      statements: statementsFor(name),
    },
    opts,
  );
}

/**
 * Narrower than the policy that the controller publishes: no WAF, Shield or Cognito, and changes are limited to resources
 * tagged with this cluster's name, not merely any cluster's.
 */
function statementsFor(clusterName: string): readonly Statement[] {
  const requested = { StringEquals: { 'aws:RequestTag/elbv2.k8s.aws/cluster': clusterName } };
  const owned = { StringEquals: { 'aws:ResourceTag/elbv2.k8s.aws/cluster': clusterName } };
  const groups = 'arn:aws:ec2:*:*:security-group/*';
  const allow = (Action: readonly string[], more: Partial<Statement> = {}): Statement => ({
    Effect: 'Allow',
    Action,
    Resource: '*',
    ...more,
  });
  return [
    allow(['ec2:Describe*', 'ec2:GetSecurityGroupsForVpc', 'elasticloadbalancing:Describe*']),
    allow(['acm:ListCertificates', 'acm:DescribeCertificate']),
    allow(['iam:CreateServiceLinkedRole'], {
      Condition: { StringEquals: { 'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com' } },
    }),
    allow(['ec2:CreateSecurityGroup']),
    allow(['ec2:CreateTags'], {
      Resource: groups,
      Condition: {
        StringEquals: {
          'ec2:CreateAction': 'CreateSecurityGroup',
          ...requested.StringEquals,
        },
      },
    }),
    allow(['ec2:CreateTags', 'ec2:DeleteTags'], { Resource: groups, Condition: owned }),
    // Includes the nodes' security groups, which have to admit the load balancer and carry no tag of it.
    allow(['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'], { Resource: groups }),
    allow(['ec2:DeleteSecurityGroup'], { Resource: groups, Condition: owned }),
    allow(
      [
        'elasticloadbalancing:CreateLoadBalancer',
        'elasticloadbalancing:CreateTargetGroup',
        'elasticloadbalancing:AddTags',
      ],
      { Condition: requested },
    ),
    // Listeners and rules carry tags, but are authorized before they have them.
    allow([
      'elasticloadbalancing:CreateListener',
      'elasticloadbalancing:CreateRule',
      'elasticloadbalancing:DeleteListener',
      'elasticloadbalancing:DeleteRule',
      'elasticloadbalancing:ModifyListener',
      'elasticloadbalancing:ModifyRule',
      'elasticloadbalancing:SetRulePriorities',
      'elasticloadbalancing:AddListenerCertificates',
      'elasticloadbalancing:RemoveListenerCertificates',
    ]),
    allow(['elasticloadbalancing:AddTags', 'elasticloadbalancing:RemoveTags'], {
      Resource: [
        'arn:aws:elasticloadbalancing:*:*:listener/*',
        'arn:aws:elasticloadbalancing:*:*:listener-rule/*',
      ],
    }),
    allow(
      [
        'elasticloadbalancing:RemoveTags',
        'elasticloadbalancing:ModifyLoadBalancerAttributes',
        'elasticloadbalancing:SetIpAddressType',
        'elasticloadbalancing:SetSecurityGroups',
        'elasticloadbalancing:SetSubnets',
        'elasticloadbalancing:DeleteLoadBalancer',
        'elasticloadbalancing:ModifyTargetGroup',
        'elasticloadbalancing:ModifyTargetGroupAttributes',
        'elasticloadbalancing:DeleteTargetGroup',
        'elasticloadbalancing:ModifyListenerAttributes',
        'elasticloadbalancing:RegisterTargets',
        'elasticloadbalancing:DeregisterTargets',
        'elasticloadbalancing:AddTags',
      ],
      { Condition: owned },
    ),
  ];
}
