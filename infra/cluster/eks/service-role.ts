import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { RolePolicyAttachment } from '@pulumi/aws/iam/rolePolicyAttachment.js';
import * as pulumi from '@pulumi/pulumi';
import { type Component, tagsOf } from './tags.ts';

/** One statement of an IAM policy. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, unknown>>;
}

export interface RoleArgs {
  readonly name: string;
  /** Service that may assume it, for example `ec2.amazonaws.com`. */
  readonly service: string;
  readonly component: Component;
  /** Names of AWS managed policies, with their path. @default none */
  readonly managed?: readonly string[];
  /** @default none */
  readonly statements?: pulumi.Input<readonly Statement[]>;
}

export interface ServiceRole {
  readonly arn: pulumi.Output<string>;
  /** The role and its policy attachments; depend on these. */
  readonly ready: readonly pulumi.Resource[];
}

/** JSON of a policy. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** A role that an AWS service assumes, with only the rights given here. */
export function serviceRole(args: RoleArgs, opts: pulumi.CustomResourceOptions): ServiceRole {
  const { name, service, component, managed = [], statements } = args;
  // Pod Identity tags the session with the pod that it is for.
  const actions = service === PODS ? ['sts:AssumeRole', 'sts:TagSession'] : 'sts:AssumeRole';
  const trust: Statement = { Effect: 'Allow', Action: actions, Principal: { Service: service } };
  const role = new Role(
    name,
    { assumeRolePolicy: policyDocument([trust]), tags: tagsOf(component, name) },
    opts,
  );
  const attached = managed.map(
    (policy) =>
      new RolePolicyAttachment(
        `${name}-${policy.replace(/^.*\//, '')}`,
        { role: role.name, policyArn: `arn:aws:iam::aws:policy/${policy}` },
        opts,
      ),
  );
  const own =
    statements === undefined
      ? []
      : [
          new RolePolicy(
            name,
            { role: role.id, policy: pulumi.output(statements).apply(policyDocument) },
            opts,
          ),
        ];
  return { arn: role.arn, ready: [role, ...attached, ...own] };
}

/** Service principal of EKS Pod Identity. */
export const PODS = 'pods.eks.amazonaws.com';
