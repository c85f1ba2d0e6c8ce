import type { AccountKind } from '../ledger/accounts.ts';
import type { Kind } from '../ledger/filter.ts';
import type { Role } from '../plugins/authorization.ts';
import { say } from '../words/say.ts';

/** Label of a kind of transaction. */
export function kindWord(kind: Kind): string {
  return say(`kinds.${kind}`);
}

/** Label of the counterparty of a transaction. */
export function payeeWord(kind: Kind): string {
  return say(`payee.${kind}`);
}

/** Label of a kind of account. */
export function accountWord(kind: AccountKind): string {
  return say(`accountKinds.${kind}`);
}

/** Label of a role in a book. */
export function roleWord(role: Role): string {
  return say(`roles.${role}`);
}

/** Explanation of a role, as a sentence. */
export function roleMeaning(role: Role): string {
  return say(`roleMeanings.${role}`);
}

/** Hint after a name was refused as taken. */
export function sameName(): string {
  return say('common.sameName');
}

/** Problem of a form whose name is that of another book. */
export function bookTaken() {
  return { name: say('books.taken', { sameName: sameName() }) };
}
