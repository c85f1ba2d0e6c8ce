/**
 * `npm run rebuild-check -- --stack prod [--endpoint URL]`: checks everything that is needed to rebuild a stack in another,
 * empty cluster when its own is gone, and changes nothing. Exits with 1 when something is lacking.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { parseSecretJson } from '../bridge/secret-json.ts';
import { readStackFile } from '../settings/read-settings.ts';
import type { Settings } from '../settings/schema.ts';
import { dumpStore } from './dump-store.ts';
import { rebuildNeeds } from './rebuild-check.ts';

type Secrets = Readonly<Record<string, unknown>>;

async function check(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { stack: { type: 'string' }, endpoint: { type: 'string' } },
  });
  const { stack, endpoint } = values;
  if (stack === undefined) throw new Error('usage: npm run rebuild-check -- --stack STACK [--endpoint URL]');
  const settings = readStackFile(stack, process.cwd());
  const secrets = opened(settings, stack);
  const needs = await rebuildNeeds(settings, {
    secrets: secrets instanceof Error ? secrets : Object.keys(secrets),
    store: storeOf(settings, secrets instanceof Error ? {} : secrets, endpoint),
    now: new Date(),
  });
  for (const { what, state, said } of needs) console.log(`${state.padEnd(8)} ${what}: ${said}`);
  if (needs.some(({ state }) => state === 'lacking')) process.exitCode = 1;
}

function storeOf({ backup, database }: Settings, secrets: Secrets, endpoint: string | undefined) {
  if (!backup.objectStore || !('name' in database)) return undefined;
  const [id, key] = [secrets['objectStoreKeyId'], secrets['objectStoreKey']];
  return dumpStore(backup.objectStore, {
    database: database.name,
    ...(id !== undefined &&
      key !== undefined && { key: { accessKeyId: String(id), secretAccessKey: String(key) } }),
    ...(endpoint !== undefined && { endpoint }),
  });
}

/** Secrets of the stack file by name, decrypted, or the reason why Pulumi cannot decrypt them. */
function opened({ secrets }: Settings, stack: string): Secrets | Error {
  const names = Object.keys(secrets).filter((name) => name !== 'source' && name !== 'rotation');
  if (names.length === 0) return {};
  const command = ['config', 'get', 'finance-platform:secrets', '--stack', stack];
  const { status, stdout, stderr, error } = spawnSync('pulumi', command, { encoding: 'utf8' });
  if (error || status !== 0) return new Error(stderr?.trim() || String(error?.message));
  const all = parseSecretJson(stdout, `pulumi ${command.join(' ')}`) as Secrets;
  return Object.fromEntries(names.map((name) => [name, all[name]]));
}

try {
  await check(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
