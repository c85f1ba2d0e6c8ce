import { findForm } from './form-fields-by-action.ts';
import type { Household } from './household.ts';
import type { Browser } from './simulated-browser.ts';
import type { SignedIn } from './start-app.ts';

/** Opens and fills in the form of a split transaction; returns the fields a browser would send. */
export async function splitTransaction(home: Household, who: SignedIn = home.ada) {
  await home.account('Bank');
  const food = await home.category('Groceries');
  const path = `${home.path}/transactions`;
  const opened = findForm((await who.get(`${path}/new`)).body, path);
  const parts = { partAmount: ['3.33', ''], category: [food, food], lineNote: ['bread & <butter>', ''] };
  const filled = { ...opened, amount: '10.00', payee: 'Corner Shop', note: 'Bröd', pending: 'on', ...parts };
  const split = await who.post(path, { ...filled, intent: 'count' });
  const typed = findForm(split.body, path);
  if (!typed) throw new Error(split.body);
  return { path, typed };
}

/** Sends Ada's form after her session has ended; returns the sign-in page that preserves it. */
export async function preservedTransaction(home: Household) {
  const { path, typed } = await splitTransaction(home);
  await home.ada.post('/sign-out');
  return { path, asked: (await home.ada.post(path, typed)).body };
}

/** The sealed form in a sign-in page; undefined when there is none. */
export function keptIn(page: string): string | undefined {
  return findForm(page, '/sign-in')?.['kept'] as string | undefined;
}

/** Signs in through the given page. */
export function signIn(
  browser: Browser,
  { email, password }: Pick<SignedIn, 'email' | 'password'>,
  page: string,
) {
  return browser.post('/sign-in', { ...findForm(page, '/sign-in'), email, password });
}
