/**
 * `npm run rebuild-check -- --stack prod [--endpoint URL]`: checks everything that is needed to rebuild a stack in another,
 * empty cluster when its own is gone, and changes nothing. Exits with 1 when something is lacking.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { parseSecretJson } from '../bridge/parse-secret-json.ts';
import { readWithUsage } from '../command/read-with-usage.ts';
import { runCommand } from '../command/run-command.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import type { Settings } from '../settings/schema.ts';
import { rebuildNeeds } from './check-rebuild-prerequisites.ts';
import { dumpStore } from './list-and-verify-dumps.ts';

type Secrets = Readonly<Record<string, unknown>>;

await runCommand(async () => {
  const { stack, endpoint } = parsed(process.argv.slice(2));
  const settings = readStackFile(stack, process.cwd());
  const secrets = opened(settings, stack);
  const needs = await rebuildNeeds(settings, {
    secrets: secrets instanceof Error ? secrets : Object.keys(secrets),
    store: storeOf(settings, secrets instanceof Error ? {} : secrets, endpoint),
    now: new Date(),
  });
  for (const { what, state, said } of needs) console.log(`${state.padEnd(8)} ${what}: ${said}`);
  return needs.some(({ state }) => state === 'lacking') ? 1 : 0;
}, 1);

function parsed(args: readonly string[]) {
  return readWithUsage('usage: npm run rebuild-check -- --stack STACK [--endpoint URL]', () => {
    const text = { type: 'string' } as const;
    const { stack, endpoint } = parseArgs({
      args: [...args],
      options: { stack: text, endpoint: text },
    }).values;
    if (stack === undefined) throw new Error('say which stack');
    return { stack, endpoint };
  });
}

function storeOf({ backup, database }: Settings, secrets: Secrets, endpoint: string | undefined) {
  if (backup.objectStore?.kind !== 's3' || !('name' in database)) return undefined;
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
