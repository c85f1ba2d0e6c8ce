import { readStackFile } from '../../../settings/read.ts';
import { readArguments, UsageError } from '../../../synth/command-line.ts';
import { policyDocument } from '../role.ts';
import { storeOnAws } from '../workload-identities.ts';
import { deployerPolicies } from './deployer.ts';
import { registeredTypes } from './registered-types.ts';

/**
 * The least that whoever runs Pulumi for a stack has to be allowed in AWS: JSON of IAM policies by name.
 *
 * @throws UsageError, SettingsError
 */
export async function printPolicy(args: readonly string[], root?: string): Promise<string> {
  const { stack } = readArguments(args, []);
  if (stack === undefined) throw new UsageError('say for which stack: --stack dev or --stack prod');
  const settings = readStackFile(stack, root);
  const { cluster } = settings;
  if (cluster.provider !== 'eks') {
    throw new UsageError(`stack ${stack} asks nothing of AWS: cluster.provider is ${cluster.provider}`);
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
