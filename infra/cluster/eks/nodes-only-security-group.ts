import { SecurityGroup } from '@pulumi/aws/ec2/securityGroup.js';
import { SecurityGroupIngressRule } from '@pulumi/aws/vpc/securityGroupIngressRule.js';
import type * as pulumi from '@pulumi/pulumi';
import { type Component, tagsOf } from './tags.ts';

export interface OnlyFromNodesArgs {
  readonly name: string;
  readonly component: Component;
  readonly vpcId: pulumi.Input<string>;
  /** Security group of the nodes, and so of their pods. */
  readonly nodes: pulumi.Input<string>;
  readonly port: number;
}

/** A security group that admits nodes at one port, and lets nothing out. */
export function onlyFromNodes(args: OnlyFromNodesArgs, opts: pulumi.CustomResourceOptions): SecurityGroup {
  const { name, component, vpcId, nodes, port } = args;
  const tags = tagsOf(component, name);
  const description = `${component} of ${name}: from nodes only`;
  const group = new SecurityGroup(name, { description, vpcId, tags }, opts);
  new SecurityGroupIngressRule(
    name,
    {
      description: 'from nodes',
      securityGroupId: group.id,
      referencedSecurityGroupId: nodes,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      tags,
    },
    opts,
  );
  return group;
}
