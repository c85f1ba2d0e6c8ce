/**
 * `npm run receipts -- COMMAND`: what the operator does about the files of receipts, as the owner of the database. In a
 * container that has the variables of the migration and the volume: `node app/receipts/receipts-command.ts …`.
 */
import { parseArgs } from 'node:util';
import { readMigrationConfig, readStoreChoice } from '../config.ts';
import { connect } from '../database/connect.ts';
import { ConfigError } from '../environment-variable-parsers.ts';
import { checkFiles, moveFiles } from './move-and-check-files.ts';
import { storeOf } from './store/choose-store.ts';

const USAGE = `usage: npm run receipts -- check [--remove] [--forget]
       npm run receipts -- move --to database|volume [--empty]`;

class UsageError extends Error {}

/** Resolves to the exit code: 1 where a file is lost. */
export async function run(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<number> {
  const asked = parsed(args);
  const choice = readStoreChoice(environment);
  const { owner } = readMigrationConfig(environment);
  const patient = { statement_timeout: 0, idle_in_transaction_session_timeout: 0 };
  const sql = connect({ ...owner, poolSize: 1 }, { connection: patient });
  try {
    if (asked.command === 'check') {
      const store = storeOf(choice);
      const { proven, lost, unlisted } = await checkFiles(sql, store);
      say(`${proven} files in the ${choice.store} have the bytes that their hash says`);
      for (const hash of lost) {
        if (asked.forget) await sql`select worker.forget_receipt_file(${hash})`;
        say(`${asked.forget ? 'lost, and forgotten with its receipts' : 'lost'}: ${hash}`);
      }
      for (const hash of unlisted) {
        if (asked.remove) await sql.begin((tx) => store.delete(tx, hash));
        say(`${asked.remove ? 'removed, as no receipt has it' : 'no receipt has it'}: ${hash}`);
      }
      return lost.length === 0 || asked.forget ? 0 : 1;
    }
    const from = asked.to === 'volume' ? 'database' : 'volume';
    const stores = { from: storeOf({ ...choice, store: from }), to: storeOf({ ...choice, store: asked.to }) };
    const { moved, bytes, lost } = await moveFiles(sql, stores.from, stores.to, asked.empty);
    say(`${moved} files (${bytes} bytes) are in the ${asked.to}, each with the bytes that its hash says`);
    for (const hash of lost) say(`lost: ${hash} is in neither of the two`);
    if (lost.length > 0) return 1;
    say(
      asked.empty
        ? `none of them is in the ${from} any more`
        : `they are in the ${from} as well. Set UPLOAD_STORE to ${asked.to}; when the app runs with it, once more with --empty`,
    );
    return 0;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

type Asked =
  | { readonly command: 'check'; readonly remove: boolean; readonly forget: boolean }
  | { readonly command: 'move'; readonly to: 'database' | 'volume'; readonly empty: boolean };

function parsed(args: readonly string[]): Asked {
  try {
    const options = {
      to: { type: 'string' },
      empty: { type: 'boolean' },
      remove: { type: 'boolean' },
      forget: { type: 'boolean' },
    } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { to, empty = false, remove = false, forget = false } = values;
    if (positionals.join() === 'check' && to === undefined && !empty)
      return { command: 'check', remove, forget };
    if (positionals.join() === 'move' && (to === 'database' || to === 'volume') && !remove && !forget)
      return { command: 'move', to, empty };
  } catch {
    // told below
  }
  throw new UsageError(USAGE);
}

if (import.meta.main) {
  try {
    process.exitCode = await run(process.argv.slice(2), process.env, console.log);
  } catch (error) {
    const isPlain = error instanceof ConfigError || error instanceof UsageError;
    console.error(isPlain ? error.message : `receipts: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
