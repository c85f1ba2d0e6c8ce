import * as pulumi from '@pulumi/pulumi';
import { settingsFrom } from '../settings/read.ts';
import type { Settings } from '../settings/schema.ts';

/**
 * The settings of the stack that this program runs for, decrypted.
 *
 * @throws SettingsError
 */
export function stackSettings(): Settings {
  const prefix = `${pulumi.getProject()}:`;
  const ours = (keys: readonly string[]) =>
    keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));

  const config = pulumi.runtime.allConfig();
  const groups = ours(Object.keys(config)).map((name) => [name, parsed(config[prefix + name] ?? '')]);
  return settingsFrom(Object.fromEntries(groups), `Pulumi.${pulumi.getStack()}.yaml`, ours(encryptedKeys()));
}

/** Pulumi hands groups over as JSON, and plain values as they are. */
function parsed(text: string): unknown {
  return /^[{[]/.test(text) ? JSON.parse(text) : text;
}

/** Keys with an encrypted value in them; the engine tells programs so in the environment. */
function encryptedKeys(): readonly string[] {
  return JSON.parse(process.env['PULUMI_CONFIG_SECRET_KEYS'] ?? '[]') as string[];
}
