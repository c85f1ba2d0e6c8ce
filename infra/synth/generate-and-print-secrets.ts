import { join } from 'node:path';
import { Problem } from '../command/problem.ts';
import { readArguments } from '../command/read-stack-and-flags.ts';
import { stacksIn } from '../command/stacks-of-project.ts';
import { toYaml } from '../manifests/format-yaml.ts';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { platform } from '../workloads/platform.ts';
import { filled, valuesFor, valuesHere } from '../workloads/secrets/fill-secrets-without-pulumi.ts';
import { storeKey } from '../workloads/secrets/name-and-rotation-in-secret-store.ts';
import { VAULT_FIELD } from '../workloads/secrets/secret-store.ts';
import { issueCertificates } from './sign-certificates-locally.ts';

/**
 * Returns the Secrets of a stack as YAML, with new values at every call, for people who apply the manifests with kubectl.
 *
 * If external-secrets reads them from a store: one line per required value. For AWS Secrets Manager it is the JSON that
 * `aws secretsmanager create-secret --cli-input-json` takes, for Vault the path and the JSON that `vault kv put -cas=0` takes;
 * neither overwrites an existing value.
 *
 * @param warn called with the variables missing in the environment, when the other values are useful without them
 * @throws Problem
 */
export async function printSecrets(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  root = join(import.meta.dirname, '../..'),
  warn: (text: string) => void = console.error,
): Promise<string> {
  const { stack } = readArguments(args, [], stacksIn(root));
  if (stack === undefined) throw new Problem(`say whose secrets: --stack ${stacksIn(root).join('|')}`);
  const settings = readStackFile(stack, root);
  const { app, values, stored } = platform(settings, `Pulumi.${stack}.yaml`);
  const { source } = settings.secrets;
  if (source.kind === 'pulumi') {
    const known = valuesFor(values, environment, await issueCertificates(values));
    const secrets = objectsIn(app).filter((object) => object.kind === 'Secret');
    return toYaml(secrets.map((secret) => filled(secret, known)));
  }
  const known = valuesHere(stored, environment, await issueCertificates(stored));
  if (known.missing.length > 0) warn(`left out, because the environment lacks ${known.missing.join(', ')}`);
  const lines = stored.flatMap((value) => {
    const SecretString = known.values.get(value.token);
    const Name = `${source.prefix}/${storeKey(value).name}`;
    if (SecretString === undefined) return [];
    if (source.kind === 'vault') return `${Name} ${JSON.stringify({ [VAULT_FIELD]: SecretString })}\n`;
    return `${JSON.stringify({ Name, SecretString })}\n`;
  });
  return lines.join('');
}
