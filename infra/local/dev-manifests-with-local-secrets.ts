import { join } from 'node:path';
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { platform } from '../workloads/platform.ts';
import { applied, differences, type Here } from './app-environment-overrides.ts';
import { dataIn } from './data-folder-paths.ts';
import { keptValues, SUPERUSER } from './local-secrets.ts';
import { containerOf, type Process } from './process-from-manifest.ts';

/** The dev stack's manifests, filled in with the secrets of a folder on this machine. */
export interface LocalStack {
  /** Password of the superuser of the folder's Postgres. */
  readonly superuserPassword: string;
  /** Command and environment of a container as it runs on this machine. */
  container(name: string, here: Here): Process;
}

/** Loads the stack of a folder. @throws Problem when the folder has lost its passwords */
export function localStack(folder: string): LocalStack {
  const settings = readStackFile('dev', ROOT);
  // There is no secret store on this machine: all values are generated.
  const secrets = { ...settings.secrets, source: { kind: 'pulumi' as const } };
  const { app, values: declared } = platform({ ...settings, secrets });
  const values = keptValues(join(folder, 'secrets.json'), declared, dataIn(folder));
  return {
    superuserPassword: values.get(SUPERUSER) ?? '',
    container(name, here) {
      const { command, environment } = containerOf(objectsIn(app), name, values);
      return { command, environment: applied(environment, differences(here)) };
    },
  };
}

/** Root of the project, the working directory of containers. */
export const ROOT = join(import.meta.dirname, '../..');
