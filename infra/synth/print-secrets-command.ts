import { join } from 'node:path';
import { toYaml } from '../manifests/yaml.ts';
import { readStackFile } from '../settings/read.ts';
import { objectsIn } from '../workloads/house/objects-in.ts';
import { platform } from '../workloads/platform.ts';
import { filled, valuesFor } from '../workloads/secrets/secret-values.ts';
import { readArguments, UsageError } from './command-line.ts';

/**
 * The Secrets of a stack as YAML, with new values at every call. For whoever applies the manifests with kubectl.
 *
 * @throws UsageError, SettingsError
 */
export function printSecrets(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  root = join(import.meta.dirname, '../..'),
): string {
  const { stack } = readArguments(args, []);
  if (stack === undefined) throw new UsageError('say whose secrets: --stack dev or --stack prod');
  const { app, values } = platform(readStackFile(stack, root));
  const known = valuesFor(values, environment);
  const secrets = objectsIn(app).filter((object) => object.kind === 'Secret');
  return toYaml(secrets.map((secret) => filled(secret, known)));
}
