import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from './problem.ts';

export interface Arguments {
  /** Port of the app; undefined for that of the manifests. */
  readonly port: number | undefined;
  /** Absolute path of the folder that everything is kept in. */
  readonly folder: string;
}

/** Reads the arguments of `npm start`. @throws Problem with the usage when they are wrong */
export function readArguments(args: readonly string[]): Arguments {
  const { port, data } = parsed(args);
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535)) {
    throw new Problem(`--port must be a number from 1 to 65535, got "${port}"\n${USAGE}`);
  }
  return { port: port === undefined ? undefined : Number(port), folder: resolve(data ?? DEFAULT_FOLDER) };
}

function parsed(args: readonly string[]): { readonly port?: string; readonly data?: string } {
  try {
    return parseArgs({ args: [...args], options: { port: { type: 'string' }, data: { type: 'string' } } })
      .values;
  } catch (error) {
    throw new Problem(`${(error as Error).message}\n${USAGE}`);
  }
}

/** Folder that everything is kept in by default. */
export const DEFAULT_FOLDER = new URL('../../.local', import.meta.url).pathname;
const USAGE = 'usage: npm start -- [--port 8080] [--data .local]';
