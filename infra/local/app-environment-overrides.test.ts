import { describe, expect, it } from 'vitest';
import { readConfig, readMigrationConfig, readWorkerConfig } from '../../app/config.ts';
import packageFile from '../../package.json' with { type: 'json' };
import { objectsIn } from '../manifests/render-objects-of-app-or-chart.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { platform } from '../workloads/platform.ts';
import { applied, differences } from './app-environment-overrides.ts';
import { containerOf } from './process-from-manifest.ts';

const { app, values: declared } = platform(readStackFile('dev'));
const objects = objectsIn(app);
const values = new Map(declared.map(({ token }) => [token, `${token}-`.padEnd(64, 'x')]));
const here = { host: '127.0.0.1', port: 9000, databasePort: 5433, uploads: '/data/uploads' };

describe('the environment of the local app', () => {
  it('is what the app accepts, at the places of this machine', () => {
    const config = readConfig(environment('web', 'redis://127.0.0.1:6379'));
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 9000,
      publicOrigin: 'http://127.0.0.1:9000',
      https: false,
      drainSeconds: 0,
      database: { host: '127.0.0.1', port: 5433, name: 'finance', user: 'finance_web' },
      redis: { url: 'redis://127.0.0.1:6379', password: '' },
      uploads: { folder: '/data/uploads' },
    });
  });

  it('is of the version and commit of the working copy, not of the image that the stack names', () => {
    const commit = 'a1'.repeat(20);
    const changed = differences({ ...here, redis: undefined, commit });
    const { build } = readConfig(applied(containerOf(objects, 'web', values).environment, changed));
    expect(build).toEqual({ version: packageFile.version, commit });
    expect(readConfig(environment('web', undefined)).build.commit).toBe('unknown');
  });

  it('goes without Redis where none answers', () => {
    expect(readConfig(environment('web', undefined)).redis).toBeUndefined();
  });

  it('has in common with the cluster all that the differences do not name', () => {
    const cluster = containerOf(objects, 'web', values).environment;
    const changed = differences({ ...here, redis: undefined });
    const kept = Object.entries(cluster).filter(([name]) => !(name in changed));
    expect(environment('web', undefined)).toMatchObject(Object.fromEntries(kept));
    expect(kept.map(([name]) => name)).toEqual(
      expect.arrayContaining(['NODE_ENV', 'LOG_LEVEL', 'DB_NAME', 'DB_POOL_SIZE', 'UPLOAD_MAX_BYTES']),
    );
  });

  it('gives the worker a role of its own, which the migration makes', () => {
    const { user } = readWorkerConfig(environment('worker', undefined)).database;
    expect(user).toBe('finance_worker');
    expect(readMigrationConfig(environment('migrate', undefined)).worker?.user).toBe(user);
    expect(environment('web', undefined)).not.toHaveProperty('DB_WORKER_PASSWORD');
  });

  it('gives the owner of the database to the migration only', () => {
    expect(readMigrationConfig(environment('migrate', undefined)).owner.user).toBe('finance_owner');
    expect(environment('web', undefined)).not.toHaveProperty('DB_OWNER_PASSWORD');
  });
});

function environment(name: string, redis: string | undefined) {
  return applied(containerOf(objects, name, values).environment, differences({ ...here, redis }));
}
