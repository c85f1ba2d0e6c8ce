import { createHash } from 'node:crypto';
import type { Statement } from '../bank-files/statement.ts';
import type { Day } from '../calendar.ts';
import type { Account } from '../ledger/accounts.ts';
import type { NewAccount } from '../ledger/add-account.ts';
import { plainText } from '../ledger/rules/plain-text.ts';
import { longestName, tidyLine } from '../text-rules.ts';
import { say } from '../words/say.ts';
import { type AccountsByName, currenciesOf, nameOf } from './match-statements-to-accounts.ts';

/** An account that an import would make, known by its id before it is there. */
export interface ProposedAccount extends NewAccount {
  readonly id: string;
  /** Name of the account in the file. */
  readonly named: string;
}

interface Around {
  /** Id of the draft, by which a proposal has the same id whenever the file is read. */
  readonly draft: string;
  readonly accounts: readonly Account[];
  /** Currency of a statement without rows. */
  readonly currency: string;
  readonly today: Day;
}

/**
 * An account for each name in a file: called as in the file, in the currency of its rows, and opened before the first of them
 * with what the bank says was on it by then.
 */
export function proposeAccounts(
  statements: readonly Statement[],
  { draft, accounts, currency, today }: Around,
): ProposedAccount[] {
  const names = accounts.map(({ name }) => name);
  return [...Map.groupBy(statements, nameOf)].map(([named, own]) => {
    const rows = own.flatMap((statement) => statement.rows);
    const days = rows.map(({ date }) => date).sort();
    const name = freeName(tidyLine(named) || say('imports.newAccountName'), names);
    names.push(name);
    return {
      ...{ id: idOf(draft, named), named, name, kind: 'bank' },
      currency: own.flatMap(currenciesOf)[0] ?? currency,
      openedOn: days[0] ?? today,
      opening: openingOf(earliest(own)),
    };
  });
}

/** The accounts of a file, with those proposed for its own names where the book has no account to choose from. */
export function withProposals(
  known: AccountsByName,
  proposed: readonly ProposedAccount[],
  accounts: readonly Account[],
): AccountsByName {
  if (accounts.some(({ closedOn }) => closedOn === null)) return known;
  return { ...Object.fromEntries(proposed.map(({ named, id }) => [named, id])), ...known };
}

/** Of several statements of an account, the one with the first row. */
function earliest(statements: readonly Statement[]): Statement | undefined {
  const first = ({ rows }: Statement) => rows.map(({ date }) => date).sort()[0] ?? '9999';
  return statements.toSorted((one, other) => first(one).localeCompare(first(other)))[0];
}

/** Balance before the first row, by the file; zero where it tells no balance. */
function openingOf(statement: Statement | undefined): bigint {
  const { openingMinor, closingMinor, rows = [] } = statement ?? {};
  if (openingMinor !== undefined) return openingMinor;
  if (closingMinor === undefined) return 0n;
  return rows.reduce((rest, { amountMinor, pending }) => (pending ? rest : rest - amountMinor), closingMinor);
}

/** A name that no other account has, with a number where it is taken. */
function freeName(wanted: string, taken: readonly string[]): string {
  const known = new Set(taken.map(plainText));
  const cut = (length: number) => [...wanted].slice(0, length).join('').trim();
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '' : ` (${number})`;
    const name = `${cut(longestName.account - ending.length)}${ending}`;
    if (!known.has(plainText(name))) return name;
  }
}

function idOf(draft: string, named: string): string {
  const hex = createHash('sha256').update(`${draft} ${named}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
