import { Problem } from '../../../command/problem.ts';
import { readArguments } from '../../../command/read-stack-and-flags.ts';
import { readStackFile } from '../../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { policyDocument } from '../service-role.ts';
import { storeOnAws } from '../workload-identities.ts';
import { registeredTypes } from './collect-registered-resource-types.ts';
import { deployerPolicies } from './deployer-policies.ts';

/**
 * Least privileges in AWS for running Pulumi on a stack: JSON of IAM policies by name.
 *
 * @throws Problem
 */
export async function iamPolicy(args: readonly string[], root?: string): Promise<string> {
  const { stack } = readArguments(args, []);
  if (stack === undefined) throw new Problem('say for which stack: --stack dev or --stack prod');
  const settings = readStackFile(stack, root);
  const { cluster } = settings;
  if (cluster.provider !== 'eks') {
    throw new Problem(`stack ${stack} asks nothing of AWS: cluster.provider is ${cluster.provider}`);
  }
  const policies = deployerPolicies({
    ...cluster,
    stack,
    types: await registeredTypes(settings, cluster),
    bucket: cluster.makesBackupBucket ? storeOnAws(settings)?.bucket : undefined,
    emptiesBucket: !settings.database.protect,
  });
  const documents = Object.entries(policies).map(([name, statements]) => [
    `${cluster.name}-${name}`,
    JSON.parse(policyDocument(statements)) as unknown,
  ]);
  return `${JSON.stringify(Object.fromEntries(documents), undefined, 2)}\n`;
}
