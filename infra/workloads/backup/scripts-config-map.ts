import { readdirSync, readFileSync } from 'node:fs';

/** ConfigMap of the scripts and its mount path in pods. */
export const SCRIPTS = { config: 'backup-scripts', folder: '/scripts' } as const;

export const scriptsVolume = { name: 'scripts', configMap: { name: SCRIPTS.config } };

/** Contents of the files in `scripts/` by file name. */
export function scripts(): Readonly<Record<string, string>> {
  read ??= readScripts();
  return read;
}

let read: Readonly<Record<string, string>> | undefined;

function readScripts(): Readonly<Record<string, string>> {
  const folder = new URL('scripts/', import.meta.url);
  const names = readdirSync(folder).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]));
}
