import { fileURLToPath } from 'node:url';
import { stackFilesIn } from './find-stack-files.ts';
import { isGroup } from './group.ts';
import { stackGroups } from './read-stack-file-groups.ts';
import { EncryptedValue } from './redacted-encrypted-value.ts';
import type { Settings } from './schema.ts';
import { SettingsError } from './settings-error.ts';
import { check } from './validate-groups-by-schema.ts';

export { SettingsError };

/**
 * Reads the settings of a stack from its file, or else from the example of its name, alone: no Pulumi, no passphrase. Encrypted values stay closed.
 *
 * @param directory of `Pulumi.<stack>.yaml`; by default the project's own folder
 * @throws SettingsError
 */
export function readStackFile(stack: string, directory: string = fileURLToPath(PROJECT_FOLDER)): Settings {
  if (!/^\w[\w.-]*$/.test(stack))
    throw new SettingsError([`"${stack}" is no name of a stack; such as dev or prod`]);
  const file = stackFilesIn(directory).get(stack) ?? `Pulumi.${stack}.yaml`;
  return check(stackGroups(directory, file), file, ['secrets']);
}

/**
 * Reads the settings of a stack from the config that Pulumi decrypted.
 *
 * @param groups by name, without the project's prefix
 * @param file name of the stack file in messages
 * @param encrypted groups with an encrypted value where none belongs: they are not quoted either
 * @throws SettingsError
 */
export function settingsFrom(
  groups: Record<string, unknown>,
  file: string,
  encrypted: readonly string[] = [],
): Settings {
  const present = Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined));
  const secrets = present['secrets'];
  if (isGroup(secrets)) present['secrets'] = wrapped(secrets);
  return check(present, file, ['secrets', ...encrypted]);
}

const PROJECT_FOLDER = new URL('../..', import.meta.url);

function wrapped(secrets: Record<string, unknown>): Record<string, unknown> {
  const wrap = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? EncryptedValue.of(String(value)) : value;
  return Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, wrap(value)]));
}
