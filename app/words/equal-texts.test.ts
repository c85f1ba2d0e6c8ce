import { expect, it } from 'vitest';
import { en } from './en.ts';

/** Keys with equal English texts that other languages tell apart, or that are put together from the name of what they tell. */
const homonyms: readonly (readonly string[])[] = [
  ['accounts.kind', 'transactions.kind'], // of an account, of a transaction
  ['acts.addTransaction', 'transactions.added'], // what somebody did, when it was done
  ['acts.editTransaction', 'acts.other'],
  ['actsWithin.editTransaction', 'actsWithin.other'],
  ['books.yours', 'transactions.yours'], // a book, a version of a row
  ['categoryRoles.opening', 'kinds.opening'],
  ['payee.moved', 'payee.opening'],
  ['transactions.account', 'web.account'], // at a bank, in this app
];

it('a text stands under one key, unless it has several meanings', () => {
  const keys = Object.values(Object.groupBy(Object.keys(en), (key) => en[key as keyof typeof en]));
  const equal = keys.flatMap((some) => (some && some.length > 1 ? [some.toSorted()] : []));
  expect(equal.toSorted()).toEqual(homonyms.toSorted());
});
