import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStackFile } from '../settings/read.ts';
import { objectsIn } from '../workloads/house/objects-in.ts';
import { platform } from '../workloads/platform.ts';
import { containerOf } from './container.ts';
import { applied, differences } from './differences.ts';
import { keptValues } from './kept-values.ts';
import { whoHolds } from './lock.ts';
import { HOST } from './postgres.ts';
import { Problem } from './problem.ts';
import { type Outcome, runQuietly } from './run-quietly.ts';

/** The app that `npm start` runs on a folder. */
export interface LocalApp {
  /** What people type. */
  readonly url: string;
  /** Runs a container of the dev stack's manifests to its end, beside the app. */
  run(container: string, args: readonly string[]): Promise<Outcome>;
}

/** @throws Problem where it does not run, which says what to type */
export function appOf(folder: string): LocalApp {
  const url = whoHolds(folder)?.address;
  const databasePort = portIn(join(folder, 'postgres/data/postmaster.pid'));
  if (url === undefined || databasePort === undefined) {
    throw new Problem(
      `the app does not run on ${folder}: type npm start, and this again once it says where the app is.\n` +
        'Of an app in a cluster, name the stack: --stack dev',
    );
  }
  const settings = readStackFile('dev', ROOT);
  const secrets = { ...settings.secrets, source: { kind: 'pulumi' as const } }; // as run.ts does
  const { app, values: declared } = platform({ ...settings, secrets });
  const values = keptValues(join(folder, 'secrets.json'), declared, join(folder, 'postgres/data'));
  const { port } = new URL(url);
  const here = { host: HOST, port: Number(port), databasePort, uploads: join(folder, 'uploads') };
  return {
    url,
    run(name, args) {
      const { command, environment } = containerOf(objectsIn(app), name, values);
      const changes = differences({ ...here, redis: undefined });
      return runQuietly(process.execPath, [...command.slice(1), ...args], {
        cwd: ROOT,
        environment: applied(environment, changes),
      });
    },
  };
}

const ROOT = join(import.meta.dirname, '../..');

/** Where a Postgres listens: the fourth line of its `postmaster.pid`. */
function portIn(file: string): number | undefined {
  const line = existsSync(file) ? readFileSync(file, 'utf8').split('\n')[3] : undefined;
  return Number(line) || undefined;
}
