import { expect, it } from 'vitest';
import { en } from './en.ts';

/** Keys with equal English texts that other languages tell apart, or that are put together from the name of what they tell. */
const homonyms: readonly (readonly string[])[] = [
  ['accountKinds.card', 'sample.card'], // a kind, the name of an account
  ['accounts.kind', 'transactions.kind'], // of an account, of a transaction
  ['acts.addTransaction', 'transactions.added'], // what somebody did, when it was done
  ['acts.editTransaction', 'acts.other'],
  ['actsWithin.editTransaction', 'actsWithin.other'],
  ['books.yours', 'transactions.yours'], // a book, a version of a row
  ['categoryRoles.opening', 'kinds.opening'],
  ['common.category', 'rules.action.category'],
  ['common.more', 'transactions.more'], // rows, facts about a row
  ['ledger.cleared', 'rules.action.cleared'],
  ['payee.moved', 'payee.opening'],
  ['rules.action.note', 'rules.condition.note', 'transactions.note'],
  ['rules.action.split', 'transactions.split'],
  ['rules.action.tag', 'rules.condition.tag', 'transactions.tag'],
  ['rules.condition.account', 'transactions.account', 'web.account'], // at a bank, in this app
  ['rules.condition.amount', 'transactions.amount'],
  ['rules.to', 'transactions.to'], // an amount, an account
];

it('a text stands under one key, unless it has several meanings', () => {
  const keys = Object.values(Object.groupBy(Object.keys(en), (key) => en[key as keyof typeof en]));
  const equal = keys.flatMap((some) => (some && some.length > 1 ? [some.toSorted()] : []));
  expect(equal.toSorted()).toEqual(homonyms.toSorted());
});
