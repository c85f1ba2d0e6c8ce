import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readWithUsage } from '../command/read-with-usage.ts';

export interface Arguments {
  /** Port of the app; undefined for that of the manifests. */
  readonly port: number | undefined;
  /** Absolute path of the folder that everything is kept in. */
  readonly folder: string;
}

/** Reads the arguments of `npm start`. @throws Problem with the usage when they are wrong */
export function readArguments(args: readonly string[]): Arguments {
  return readWithUsage(USAGE, () => {
    const text = { type: 'string' } as const;
    const { port, data } = parseArgs({ args: [...args], options: { port: text, data: text } }).values;
    if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535))
      throw new Error(`--port must be a number from 1 to 65535, got "${port}"`);
    return { port: port === undefined ? undefined : Number(port), folder: resolve(data ?? DEFAULT_FOLDER) };
  });
}

/** Folder that everything is kept in by default. */
export const DEFAULT_FOLDER = new URL('../../.local', import.meta.url).pathname;
const USAGE = 'usage: npm start -- [--port 8080] [--data .local]';
