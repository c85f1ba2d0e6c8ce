import type { Options } from '../bank-files/options.ts';
import type { BankFileReader } from '../bank-files/read-in-child-process.ts';
import type { Reading } from '../bank-files/read-statements-and-columns.ts';
import { type AccountsByName, type Known, statementAccounts } from './match-statements-to-accounts.ts';

/** A file as read, and the accounts that it goes to. */
export interface ReadFile extends Reading {
  readonly accounts: AccountsByName;
}

export interface Wanted extends Known {
  readonly bytes: Uint8Array;
  /** With `accountCurrency` for a file of which no account is known. */
  readonly options: Options;
}

/**
 * Reads a file in the currency of the account that it goes to. Which one that is may be known only once it is read:
 * then it is read again.
 */
export async function readForAccounts(
  reader: Pick<BankFileReader, 'read'>,
  wanted: Wanted,
): Promise<ReadFile> {
  const { bytes, options, accounts, chosen, recalled } = wanted;
  const currencyOf = (id: string | null | undefined) => accounts.find((one) => one.id === id)?.currency;
  const before = onlyOne(Object.values(recalled).map(currencyOf));
  const first = currencyOf(chosen['']) ?? before ?? options.accountCurrency;
  const read = async (currency: string | undefined): Promise<ReadFile> => {
    const reading = await reader.read(bytes, { ...options, ...(currency && { accountCurrency: currency }) });
    return { ...reading, accounts: statementAccounts(reading.statements, wanted) };
  };
  const once = await read(first);
  const { format } = once.shape;
  const names = once.statements.map(({ account }) => once.accounts[account ?? '']);
  const other = onlyOne(names.map(currencyOf));
  const isOther = other !== undefined && other !== first && (format === 'csv' || format === 'qif');
  return isOther ? read(other) : once;
}

/** The one value that they all have; undefined where they differ, or one is missing. */
function onlyOne(values: readonly (string | undefined)[]): string | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}
