import type { Account } from '../ledger/accounts.ts';

/** Choices of accounts, after an empty one. @param none label of the empty one */
export function accountChoices(accounts: readonly Account[], none: string) {
  const choices = accounts.map(({ id, name }) => ({ value: id, label: name }));
  return [{ name: '', choices: [{ value: '', label: none }, ...choices] }];
}
