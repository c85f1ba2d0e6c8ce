import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { emptyDatabase } from './databases.ts';
import { testConfig } from './start-app.ts';

/** What was released last, and the role that it signs in as: it goes on serving while today's migrations run. */
export const RELEASE = { commit: 'de5b248', user: 'finance_app', password: 'of-the-release-before' };

const ROOT = new URL('../..', import.meta.url).pathname;
const FOLDER = join(ROOT, '.local/release-before', `${RELEASE.commit}-${process.pid}`);

/** The code of the release before, unpacked from this clone. */
export function releaseBefore() {
  const missing = unpack() ? '' : ` (skipped: no commit ${RELEASE.commit} in this clone)`;
  return {
    /** Why it cannot be had; empty where it can. */
    missing,
    /** Its app on a database of its own, with the schema of then. */
    async serve() {
      const empty = await emptyDatabase();
      const asBefore = { ...empty.config.app, user: RELEASE.user, password: RELEASE.password };
      const { migrate } = await moduleBefore<typeof import('../database/migrate.ts')>('database/migrate.ts');
      await migrate({ ...empty.config, app: asBefore });
      const { buildApp } = await moduleBefore<typeof import('../app.ts')>('app.ts');
      const config = { ...testConfig(empty.name), database: asBefore };
      return { empty, config, app: await buildApp(config) };
    },
    remove: () => rmSync(FOLDER, { recursive: true, force: true }),
  };
}

/** False where this clone has no such commit. */
function unpack(): boolean {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: ROOT, maxBuffer: 1 << 28, stdio: 'pipe' });
  try {
    git('cat-file', '-e', `${RELEASE.commit}^{commit}`);
  } catch {
    return false;
  }
  mkdirSync(FOLDER, { recursive: true });
  execFileSync('tar', ['-x', '-C', FOLDER], { input: git('archive', RELEASE.commit, 'app', 'package.json') });
  return true;
}

async function moduleBefore<T>(path: string): Promise<T> {
  return import(/* @vite-ignore */ join(FOLDER, 'app', path));
}
