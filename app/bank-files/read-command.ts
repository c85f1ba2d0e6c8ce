/** `npm run -s read -- FILE`: prints what a bank's file says, as JSON. Needs no server and stores nothing. */
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isCurrency } from '../currencies.ts';
import { statementsJson } from './format-statements-as-readable-json.ts';
import { OPTION_NAMES, OptionError, type Options, parseOptions } from './options.ts';
import { readBankFile } from './read-bank-file.ts';

/** A mistake of the caller: the message is all they need, without a stack trace. */
class UsageError extends Error {}

const USAGE = `usage: npm run -s read -- FILE [--currency EUR] [--option key=value …]
options: ${OPTION_NAMES.join(', ')}`;

function read(args: readonly string[]): string {
  const { file, options } = readArguments(args);
  return statementsJson(readBankFile(bytesOf(file), options));
}

function readArguments(args: readonly string[]): { readonly file: string; readonly options: Options } {
  const { values, positionals } = parsed(args);
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) {
    throw new UsageError(`name one file, got ${positionals.length}\n${USAGE}`);
  }
  const { currency, option = [] } = values;
  if (currency !== undefined && !isCurrency(currency)) {
    throw new UsageError(`--currency must be a code such as EUR, got "${currency}"\n${USAGE}`);
  }
  try {
    const options = parseOptions(option);
    return { file, options: currency === undefined ? options : { ...options, accountCurrency: currency } };
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw new UsageError(`--option ${error.option} must be ${error.wanted}\n${USAGE}`);
  }
}

function parsed(args: readonly string[]) {
  const options = { currency: { type: 'string' }, option: { type: 'string', multiple: true } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}\n${USAGE}`);
  }
}

function bytesOf(file: string): Uint8Array {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`there is no file "${file}"`);
  if (!found.isFile()) throw new UsageError(`"${file}" is no file`);
  return readFileSync(file);
}

try {
  process.stdout.write(`${read(process.argv.slice(2))}\n`);
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exitCode = 2;
}
