import {
  OPTION_NAMES,
  OptionError,
  type Options,
  optionsFrom,
  parseOptions,
} from '../../bank-files/options.ts';
import { isCurrency } from '../../currencies.ts';
import type { AccountsByName } from '../../imports/match-statements-to-accounts.ts';
import { isId } from '../../ledger/transaction-filter-in-url.ts';
import { ProblemError } from '../../web/api-problem-error.ts';
import { say } from '../../words/say.ts';

/** How a program wants a file to be imported. */
export interface ApiQuery {
  readonly dryRun: boolean;
  readonly similar: 'skip' | 'add';
  readonly accounts: AccountsByName;
  readonly options: Options;
  /** Currency of amounts without their own, where no account says it. @default that of the book */
  readonly currency: string | undefined;
}

const OURS = ['book', 'account', 'dryRun', 'similar', 'mapping', 'currency'];

/**
 * Reads the query of a request. `account` is the id of an account, or a JSON object of ids by the names in the file. All
 * options of the reader stand under their names, or together as a JSON object in `mapping`; the columns `account` and
 * `currency` are told from the parameters by their values.
 *
 * @throws ProblemError
 */
export function readApiQuery(query: Readonly<Record<string, unknown>>): ApiQuery {
  const texts = (name: string) => [query[name] ?? []].flat().map(String);
  const unknown = Object.keys(query).find((name) => !OURS.includes(name) && !OPTION_NAMES.includes(name));
  if (unknown !== undefined) {
    const names = [...new Set([...OURS, ...OPTION_NAMES])].join(', ');
    throw refuse(unknown.slice(0, 40), say('dataApi.parameters', { names }));
  }
  const [accounts, accountColumns] = parted(texts('account'), (text) => isId(text) || text.startsWith('{'));
  const [currencies, currencyColumns] = parted(texts('currency'), isCurrency);
  const columns = { account: accountColumns, currency: currencyColumns };
  const pairs = OPTION_NAMES.flatMap((name) => {
    const values = name === 'account' || name === 'currency' ? columns[name] : texts(name);
    return values.map((value) => `${name}=${value}`);
  });
  return {
    dryRun: yesOrNo('dryRun', texts('dryRun')),
    similar: similarOf(texts('similar')),
    accounts: Object.assign({}, ...accounts.map(accountsOf)),
    options: optionsOf(texts('mapping'), pairs),
    currency: currencies[0],
  };
}

function accountsOf(text: string): AccountsByName {
  if (isId(text)) return { '': text };
  const byName = fromJson(text);
  const isGood = (id: unknown) => id === null || (typeof id === 'string' && isId(id));
  if (byName === undefined || !Object.values(byName).every(isGood))
    throw refuse('account', say('imports.invalidAccount'));
  return byName as AccountsByName;
}

function optionsOf(mappings: readonly string[], pairs: readonly string[]): Options {
  try {
    const together = mappings.map((text) => {
      const values = fromJson(text);
      if (values === undefined) throw refuse('mapping', say('imports.invalidMapping'));
      return optionsFrom(values);
    });
    return Object.assign({}, ...together, parseOptions(pairs));
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    const { option, wanted } = error;
    throw refuse(option, say('imports.invalidOption', { option, wanted }));
  }
}

function similarOf([value = 'skip']: readonly string[]): 'skip' | 'add' {
  if (value === 'skip' || value === 'add') return value;
  throw refuse('similar', say('imports.invalidSimilar'));
}

function yesOrNo(name: string, [value]: readonly string[]): boolean {
  if (value === undefined || value === 'false') return false;
  if (value === 'true' || value === '') return true;
  throw refuse(name, say('imports.invalidDryRun'));
}

function parted(texts: readonly string[], isFirst: (text: string) => boolean) {
  return [texts.filter(isFirst), texts.filter((text) => !isFirst(text))] as const;
}

function fromJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function refuse(field: string, text: string): ProblemError {
  return new ProblemError(422, text, field);
}
