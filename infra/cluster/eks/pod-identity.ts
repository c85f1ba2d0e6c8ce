import { PodIdentityAssociation } from '@pulumi/aws/eks/podIdentityAssociation.js';
import type * as pulumi from '@pulumi/pulumi';
import { PODS, type Statement, serviceRole } from './service-role.ts';
import { type Component, tagsOf } from './tags.ts';

export interface PodIdentityArgs {
  /** Name of the role. */
  readonly name: string;
  readonly clusterName: pulumi.Input<string>;
  readonly component: Component;
  readonly namespace: string;
  /** Service accounts of the namespace; they need not exist yet. */
  readonly accounts: readonly string[];
  /** Names of AWS managed policies, with their path. @default none */
  readonly managed?: readonly string[];
  /** @default none */
  readonly statements?: pulumi.Input<readonly Statement[]>;
}

/**
 * Gives pods rights in AWS through their service account, without a key.
 *
 * @returns associations that have to exist before such a pod starts, because credentials are injected when a pod is created
 */
export function podIdentity(
  args: PodIdentityArgs,
  opts: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const { name, clusterName, component, namespace, accounts, managed = [], statements } = args;
  const role = serviceRole(
    { name, service: PODS, component, managed, ...(statements !== undefined && { statements }) },
    opts,
  );
  const dependsOn = [...role.ready, ...((opts.dependsOn ?? []) as readonly pulumi.Resource[])];
  return accounts.map(
    (serviceAccount) =>
      new PodIdentityAssociation(
        accounts.length === 1 ? name : `${name}-${serviceAccount}`,
        { clusterName, namespace, serviceAccount, roleArn: role.arn, tags: tagsOf(component) },
        { ...opts, dependsOn },
      ),
  );
}
