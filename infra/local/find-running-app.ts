import { Problem } from '../command/problem.ts';
import { dataIn, uploadsIn } from './data-folder-paths.ts';
import { localStack, ROOT } from './dev-manifests-with-local-secrets.ts';
import { whoHolds } from './folder-lock.ts';
import { HOST, portOf } from './postgres.ts';
import { type Outcome, runQuietly } from './run-and-capture-output.ts';

/** The app that `npm start` runs on a folder. */
export interface LocalApp {
  /** Address of the app in a browser. */
  readonly url: string;
  /** Runs the command of a container in the dev stack's manifests to its end, beside the app. */
  run(container: string, args: readonly string[]): Promise<Outcome>;
}

/** Finds the app of a folder. @throws Problem when it does not run, with what to type */
export function findRunningApp(folder: string): LocalApp {
  const url = whoHolds(folder)?.address;
  const databasePort = portOf(dataIn(folder));
  if (url === undefined || !URL.canParse(url) || databasePort === undefined) {
    throw new Problem(
      `the app does not run on ${folder}: type npm start, and this again once it says where the app is.\n` +
        'Of an app in a cluster, name the stack: --stack dev',
    );
  }
  const stack = localStack(folder);
  const { port } = new URL(url);
  const here = { host: HOST, port: Number(port), databasePort, uploads: uploadsIn(folder) };
  return {
    url,
    run(name, args) {
      const { command, environment } = stack.container(name, { ...here, redis: undefined });
      return runQuietly(process.execPath, [...command.slice(1), ...args], { cwd: ROOT, environment });
    },
  };
}
