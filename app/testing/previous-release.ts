import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { emptyDatabase } from './databases.ts';
import { RELEASE_BEFORE, unpack, whyNoCommit } from './release-checkout.ts';
import { testConfig } from './start-app.ts';

/** Role of the previous release, which keeps serving while today's migrations run. */
export const RELEASE = { user: 'finance_app', password: 'of-the-release-before' };

const ROOT = new URL('../..', import.meta.url).pathname;
const FOLDER = join(ROOT, '.local/release-before', `${RELEASE_BEFORE}-${process.pid}`);

/** Unpacks the code of the previous release from this clone. */
export function releaseBefore() {
  const why = whyNoCommit(RELEASE_BEFORE);
  if (why === undefined) unpack(RELEASE_BEFORE, FOLDER, 'app', 'package.json');
  return {
    /** Reason why the code is unavailable; empty when it is there. */
    missing: why === undefined ? '' : ` (skipped: ${why})`,
    /** Starts its app on a separate database with its schema; also returns its migration, to be run again. */
    async serve() {
      const empty = await emptyDatabase();
      const asBefore = { ...empty.config.app, user: RELEASE.user, password: RELEASE.password };
      const { migrate } = await moduleBefore<typeof import('../database/migrate.ts')>('database/migrate.ts');
      const migrateAsBefore = () => migrate({ ...empty.config, app: asBefore });
      await migrateAsBefore();
      const { buildApp } = await moduleBefore<typeof import('../app.ts')>('app.ts');
      const config = { ...testConfig(empty.name), database: asBefore };
      return { empty, config, migrateAsBefore, app: await buildApp(config) };
    },
    remove: () => rmSync(FOLDER, { recursive: true, force: true }),
  };
}

async function moduleBefore<T>(path: string): Promise<T> {
  return import(/* @vite-ignore */ join(FOLDER, 'app', path));
}
