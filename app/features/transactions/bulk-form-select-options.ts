import type { Account } from '../../ledger/accounts.ts';
import type { Tag } from '../../ledger/list-and-set-tags.ts';
import type { Category } from '../../ledger/list-categories-with-shown-names.ts';
import type { Choices } from '../../web/forms.ts';
import { say } from '../../words/say.ts';
import { groupsFor } from './amount-account-and-category-fields.ts';
import type { BulkForm } from './bulk-schema.ts';

/** What can be chosen from, for a change of many rows. */
export interface BulkChoices {
  readonly accounts: readonly Account[];
  readonly categories: readonly Category[];
  readonly tags: readonly Tag[];
  /** The account of the filter: only its side of a move is cleared. */
  readonly on: Account | undefined;
}

export function actionChoices({ on, tags }: BulkChoices): Choices['groups'] {
  const state = (what: 'cleared' | 'pending') =>
    on ? say(`bulk.${what}On`, { account: on.name }) : say(`bulk.${what}`);
  const choice = (value: BulkForm['what'], label: string) => ({ value, label });
  const choices = [
    choice('category', say('common.category')),
    choice('payee', say('transactions.who')),
    choice('account', say('transactions.account')),
    choice('tag', say('bulk.tag')),
    ...(tags.length > 0 ? [choice('untag', say('bulk.untag'))] : []),
    choice('cleared', state('cleared')),
    choice('pending', state('pending')),
    choice('delete', say('bulk.delete')),
  ];
  return [{ name: '', choices }];
}

/** First choice, so that nothing is chosen by having looked away. */
function nothingYet() {
  return { name: '', choices: [{ value: '', label: say('bulk.choose') }] };
}

export function categoryChoices({ categories }: BulkChoices): Choices['groups'] {
  return [nothingYet(), ...groupsFor({ categories, accounts: [] }, 'spent')];
}

/** Choices of the accounts that rows can be put on: open ones. */
export function accountChoices({ accounts }: BulkChoices): Choices['groups'] {
  const open = accounts.filter(({ closedOn }) => closedOn === null);
  const several = new Set(open.map(({ currency }) => currency)).size > 1;
  const choices = open.map(({ id, name, currency }) => ({
    value: id,
    label: several ? `${name} (${currency})` : name,
  }));
  return [nothingYet(), { name: '', choices }];
}
