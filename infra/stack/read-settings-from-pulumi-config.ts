import * as pulumi from '@pulumi/pulumi';
import { parseSecretJson } from '../bridge/parse-secret-json.ts';
import { settingsFrom } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import type { Settings } from '../settings/schema.ts';

/**
 * Settings of the stack that this program runs for, decrypted.
 *
 * @throws SettingsError
 */
export function stackSettings(): Settings {
  const prefix = `${pulumi.getProject()}:`;
  const ours = (keys: readonly string[]) =>
    keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));

  const config = pulumi.runtime.allConfig();
  const groups = ours(Object.keys(config)).map((name) => [name, parsed(name, config[prefix + name] ?? '')]);
  return settingsFrom(Object.fromEntries(groups), `Pulumi.${pulumi.getStack()}.yaml`, ours(encryptedKeys()));
}

/** Parses a value of the configuration: Pulumi passes groups as JSON, and plain values as they are. */
function parsed(name: string, text: string): unknown {
  return /^[{[]/.test(text) ? parseSecretJson(text, `the setting ${name}`) : text;
}

/** Keys that hold an encrypted value; the engine passes them in the environment. */
function encryptedKeys(): readonly string[] {
  return JSON.parse(process.env['PULUMI_CONFIG_SECRET_KEYS'] ?? '[]') as string[];
}
