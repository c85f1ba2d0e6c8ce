import { join } from 'node:path';
import { toYaml } from '../manifests/yaml.ts';
import { readStackFile } from '../settings/read.ts';
import { objectsIn } from '../workloads/house/objects-in.ts';
import { platform } from '../workloads/platform.ts';
import { inStore } from '../workloads/secrets/in-store.ts';
import { filled, valuesFor, valuesHere } from '../workloads/secrets/secret-values.ts';
import { readArguments, stacksIn, UsageError } from './command-line.ts';

/**
 * The Secrets of a stack as YAML, with new values at every call. For whoever applies the manifests with kubectl.
 *
 * Where external-secrets takes them from AWS Secrets Manager: one line of JSON for each value that must be there, as
 * `aws secretsmanager create-secret --cli-input-json` takes it. That leaves alone what is there already.
 *
 * @param warn is told what the environment lacks, where the other values are of use without it
 * @throws UsageError, SettingsError
 */
export function printSecrets(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  root = join(import.meta.dirname, '../..'),
  warn: (text: string) => void = console.error,
): string {
  const { stack } = readArguments(args, [], stacksIn(root));
  if (stack === undefined) throw new UsageError(`say whose secrets: --stack ${stacksIn(root).join('|')}`);
  const settings = readStackFile(stack, root);
  const { app, values, stored } = platform(settings, `Pulumi.${stack}.yaml`);
  const { source } = settings.secrets;
  if (source.kind === 'pulumi') {
    const known = valuesFor(values, environment);
    const secrets = objectsIn(app).filter((object) => object.kind === 'Secret');
    return toYaml(secrets.map((secret) => filled(secret, known)));
  }
  const known = valuesHere(stored, environment);
  if (known.missing.length > 0) warn(`left out, because the environment lacks ${known.missing.join(', ')}`);
  const lines = stored.flatMap((value) => {
    const SecretString = known.values.get(value.token);
    const Name = `${source.prefix}/${inStore(value).name}`;
    return SecretString === undefined ? [] : [`${JSON.stringify({ Name, SecretString })}\n`];
  });
  return lines.join('');
}
