import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * What the tests lack here, each with the way to get it; nothing when they can start.
 *
 * @param version Of the Node that runs this, such as `24.1.0`.
 * @param has Whether a command can be found.
 */
export function lacking(version: string, has: (command: string) => boolean): readonly string[] {
  const packages = Object.keys(PACKAGES).filter((command) => !has(command));
  const old = Number(version.split('.')[0]) < NODE;
  return [
    ...(old
      ? [
          `Node ${NODE} or newer is needed, this is ${version}: run it by npm, which takes the one of \`npm ci\``,
        ]
      : []),
    ...(packages.length > 0
      ? [
          `not on the path: ${packages.join(', ')}. On Debian and Ubuntu:\n` +
            `  apt-get update && apt-get install -y --no-install-recommends ${packages.map((name) => PACKAGES[name]).join(' ')}`,
        ]
      : []),
  ];
}

const NODE = 24;

/** The package that holds each command. */
const PACKAGES: Readonly<Record<string, string>> = { 'redis-server': 'redis-server', chromium: 'chromium' };

function isOnPath(command: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => isExecutable(join(folder, command)));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) {
  const lines = lacking(process.versions.node, isOnPath);
  for (const line of lines) console.error(`The tests cannot start: ${line}`);
  process.exitCode = lines.length > 0 ? 1 : 0;
}
