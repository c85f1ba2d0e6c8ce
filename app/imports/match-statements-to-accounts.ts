import type { Statement } from '../bank-files/statement.ts';
import type { Account } from '../ledger/accounts.ts';

/** Account ids by the names that a file gives its accounts; '' is for one without a name, null leaves one out. */
export type AccountsByName = Readonly<Record<string, string | null>>;

export interface Known {
  /** Of the book. */
  readonly accounts: readonly Account[];
  /** As a person or program chose for this very file; '' is also for a file with one account, whatever its name. */
  readonly chosen: AccountsByName;
  /** As chosen when a file named these accounts before. */
  readonly recalled: AccountsByName;
}

/**
 * The account of each statement, and of each account that money went to or came from, by their names in the file. Where
 * nothing is known of a name, it is not there.
 */
export function statementAccounts(statements: readonly Statement[], known: Known): AccountsByName {
  const { accounts, chosen, recalled } = known;
  const isOpen = (id: string | null | undefined): id is string =>
    accounts.some((account) => account.id === id && account.closedOn === null);
  const names = statements.map(nameOf);
  const found: Record<string, string | null> = {};
  for (const name of [...names, ...statements.flatMap(namesMovedTo)]) {
    if (Object.hasOwn(found, name)) continue;
    const isOnly = names.length === 1 && name === names[0];
    const given = Object.hasOwn(chosen, name) ? chosen[name] : isOnly ? chosen[''] : undefined;
    const before = Object.hasOwn(recalled, name) ? recalled[name] : undefined;
    if (given !== undefined) found[name] = given;
    else if (isOpen(before) || before === null) found[name] = before;
    else {
      const same = accounts.find((account) => account.name.toLowerCase() === name.toLowerCase());
      if (isOpen(same?.id)) found[name] = same.id;
    }
  }
  return found;
}

/** Name of a statement's account, as in requests to import. */
export function nameOf({ account }: Pick<Statement, 'account'>): string {
  return account ?? '';
}

/** Currencies of a statement's rows. */
export function currenciesOf({ rows }: Pick<Statement, 'rows'>): readonly string[] {
  return [...new Set(rows.map(({ currency }) => currency))];
}

/** Names of accounts that money of a statement went to or came from. */
export function namesMovedTo({ rows }: Pick<Statement, 'rows'>): readonly string[] {
  return rows.flatMap(({ movedTo, splits = [] }) =>
    [movedTo, ...splits.map((split) => split.movedTo)].flatMap((move) => (move ? [move.account] : [])),
  );
}
