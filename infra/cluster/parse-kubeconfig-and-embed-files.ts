import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseSecretYaml } from '../bridge/parse-yaml-without-quoting-secrets.ts';

/** A cluster, user or context of a kubeconfig. */
export type Fields = Readonly<Record<string, unknown>>;

/** A kubeconfig, indexed by name; clusters and users are read on demand, with referenced files embedded. */
export interface ConfigFile {
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, Fields>;
  readonly clusters: ReadonlyMap<string, () => Fields>;
  readonly users: ReadonlyMap<string, () => Fields>;
}

/** @throws Error when the file cannot be read or is no kubeconfig. */
export function readConfigFile(file: string): ConfigFile {
  const config = parseSecretYaml(readFileSync(file, 'utf8'), file) as Fields | null;
  if (config === null || typeof config !== 'object' || !('contexts' in config)) {
    throw new Error(`${file} is not a kubeconfig: it lists no contexts`);
  }
  const folder = dirname(file);
  return {
    currentContext: (config['current-context'] as string | undefined) || undefined,
    contexts: byName(config['contexts'], 'context', (fields) => fields),
    clusters: byName(config['clusters'], 'cluster', (fields) => () => embedFiles(fields, folder)),
    users: byName(config['users'], 'user', (fields) => () => embedFiles(fields, folder)),
  };
}

function byName<T>(list: unknown, field: string, read: (fields: Fields) => T): Map<string, T> {
  const entries = (list ?? []) as readonly Fields[];
  return new Map(entries.map((entry) => [String(entry['name']), read((entry[field] ?? {}) as Fields)]));
}

const EMBEDDED = ['certificate-authority', 'client-certificate', 'client-key'];

/** Embeds referenced files: readers of the result may run elsewhere than beside the file. */
function embedFiles(fields: Fields, folder: string): Fields {
  const at = (path: unknown) => resolve(folder, String(path));
  const changed = Object.entries(fields).map(([key, value]) => {
    if (EMBEDDED.includes(key)) return [`${key}-data`, readFileSync(at(value)).toString('base64')];
    return [key, key === 'tokenFile' ? at(value) : value];
  });
  return Object.fromEntries(changed);
}
