import { monthOf, todayIn } from '../../calendar.ts';
import { deleteTransaction } from '../../ledger/write-transaction.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { exhaustLimit } from '../exhaust-limit.ts';
import { errorPages } from './error-pages.ts';
import { type HardSite, longNames, monthStart } from './long-text-household.ts';
import { press } from './press.ts';
import type { Visit } from './visit.ts';

const inBook = (path: string) => (at: HardSite) => `${at.path}${path}`;
const invitation = ({ invitationToken }: HardSite) => `/invitation?token=${invitationToken}`;
const ofBen = (path: string) => (at: HardSite) => `/books/${at.ben.book}${path}`;
const everyFilter = ({ path, ids }: HardSite) =>
  `${path}/transactions?${new URLSearchParams({
    text: longNames.latin,
    kind: 'spent',
    category: ids.category,
    account: ids.account,
    month: monthOf(todayIn('UTC'), monthStart),
  })}`;

/** All pages, by name. */
export const everyPage: Readonly<Record<string, Visit>> = {
  'the start': { who: 'nobody', to: () => '/' },
  'sign in': { who: 'nobody', to: () => '/sign-in' },
  'sign in, wrong': {
    who: 'nobody',
    to: () => '/sign-in',
    act: async (page) => {
      await page.getByLabel('E-mail').fill(`${longNames.latin.slice(0, 30)}@example.org`);
      await page.getByLabel('Password').fill('four wrong words here');
      await press(page, 'Sign in');
      await page.getByRole('alert').waitFor();
    },
  },
  'sign up': { who: 'nobody', to: () => '/sign-up' },
  'sign up, wrong': {
    who: 'nobody',
    to: () => '/sign-up',
    act: async (page) => {
      await page.getByLabel('Your name').fill(longNames.latin);
      await page.getByLabel('E-mail').fill('nobody@nowhere');
      await page.getByLabel('Password').fill('password1234');
      await press(page, 'Sign up');
      await page.getByRole('alert').waitFor();
    },
  },
  'sign up by an invitation': {
    who: 'nobody',
    to: ({ invitationToken }) => `/sign-up?invitation=${invitationToken}`,
  },
  'an invitation, to a visitor': { who: 'nobody', to: invitation },
  'an invitation': { who: 'cleo', to: invitation },
  'an invitation, to a member': { who: 'ben', to: invitation },
  'an invitation that is used': { who: 'nobody', to: () => '/invitation?token=used', status: 404 },
  'new password': { who: 'nobody', to: (at) => `/reset-password?token=${at.resetToken}` },
  'new password, wrong': {
    who: 'nobody',
    to: (at) => `/reset-password?token=${at.resetToken}`,
    act: async (page) => {
      await page.getByLabel('New password').fill('password1234');
      await press(page, 'Set password');
      await page.getByRole('alert').waitFor();
    },
  },
  'new password, by a link that is used': {
    who: 'nobody',
    to: () => '/reset-password?token=used',
    status: 404,
  },
  overview: { who: 'ada', to: inBook('') },
  'overview, first steps': { who: 'ben', to: ofBen('') },
  transactions: { who: 'ada', to: inBook('/transactions') },
  'transactions, of a month': {
    who: 'ada',
    to: (at) => `${at.path}/transactions?month=${monthOf(todayIn('UTC'), monthStart)}`,
  },
  'transactions, none found': { who: 'ada', to: everyFilter },
  'transactions, none yet': { who: 'ben', to: ofBen('/transactions') },
  'transactions, one deleted': {
    who: 'ada',
    to: (at) => `${at.path}/transactions?act=${at.ids.deletion}`,
  },
  activity: { who: 'ada', to: inBook('/activity') },
  'add spent': { who: 'ada', to: inBook('/transactions/new') },
  'add moved': { who: 'ada', to: inBook('/transactions/new?kind=moved') },
  'add, no account yet': { who: 'ben', to: ofBen('/transactions/new') },
  'add, wrong': {
    who: 'ada',
    to: inBook('/transactions/new?kind=received'),
    act: async (page) => {
      await page.getByLabel('Amount').fill('12345678901234.56');
      await press(page, 'Split');
      await press(page, 'Save');
      await page.getByRole('alert').waitFor();
    },
  },
  'add, a day in doubt': {
    who: 'ada',
    to: inBook('/transactions/new'),
    act: async (page) => {
      await page.getByLabel('Amount').fill('12,50+3,20');
      await page.getByLabel('Date').fill('31.12.1999');
      await press(page, 'Save');
      await press(page, 'Save');
      await page.getByRole('alert').waitFor();
    },
  },
  'add, a day that could be several': {
    who: 'ada',
    to: inBook('/transactions/new'),
    act: async (page) => {
      await page.getByLabel('Amount').fill('1');
      await page.getByLabel('Date').fill('12/31/2025');
      await press(page, 'Save');
      await page.getByRole('alert').waitFor();
    },
  },
  'edit spent': { who: 'ada', to: (at) => `${at.path}/transactions/${at.ids.spent}` },
  'edit a split': { who: 'ada', to: (at) => `${at.path}/transactions/${at.ids.split}` },
  'edit moved': { who: 'ada', to: (at) => `${at.path}/transactions/${at.ids.moved}` },
  'edit an opening balance': { who: 'ada', to: (at) => `${at.path}/transactions/${at.ids.opening}` },
  'a transaction, to a viewer': { who: 'dora', to: (at) => `${at.path}/transactions/${at.ids.spent}` },
  'a split, to a viewer': { who: 'dora', to: (at) => `${at.path}/transactions/${at.ids.split}` },
  'a move, to a viewer': { who: 'dora', to: (at) => `${at.path}/transactions/${at.ids.moved}` },
  'changed meanwhile': {
    who: 'ada',
    to: (at) => `${at.path}/transactions/${at.ids.split}`,
    act: async (page, at) => {
      await changeBehind(at, at.ids.split);
      await press(page, 'Save');
      await page.getByRole('heading', { name: 'Changed meanwhile' }).waitFor();
    },
  },
  'changed meanwhile, to be deleted': {
    who: 'ada',
    to: (at) => `${at.path}/transactions/${at.ids.moved}`,
    act: async (page, at) => {
      await changeBehind(at, at.ids.moved);
      await press(page, 'Delete');
      await page.getByRole('heading', { name: 'Changed meanwhile' }).waitFor();
    },
  },
  'deleted meanwhile': {
    who: 'ada',
    to: inBook('/transactions/new?kind=moved'),
    act: async (page, at) => {
      const id = await shortLived(at);
      await page.goto(`${at.origin}${at.path}/transactions/${id}`);
      await at.write((sql) => deleteTransaction(sql, at.book, id, 1));
      await press(page, 'Save');
      await page.getByRole('heading', { name: 'Deleted meanwhile' }).waitFor();
    },
  },
  accounts: { who: 'ada', to: inBook('/accounts') },
  'accounts, none yet': { who: 'ben', to: ofBen('/accounts') },
  'add an account': { who: 'ada', to: inBook('/accounts/new') },
  'add an account, wrong': {
    who: 'ada',
    to: inBook('/accounts/new'),
    act: async (page) => {
      await page.getByLabel('Name', { exact: true }).fill(longNames.latin);
      await page.getByLabel('Balance').first().fill('12345678901234.56');
      await press(page, 'Save');
      await page.getByRole('alert').waitFor();
    },
  },
  'an account': { who: 'ada', to: (at) => `${at.path}/accounts/${at.ids.account}` },
  categories: { who: 'ada', to: inBook('/categories') },
  'add a category': { who: 'ada', to: inBook('/categories/new') },
  'a category': { who: 'ada', to: (at) => `${at.path}/categories/${at.ids.category}` },
  'this book': { who: 'ada', to: inBook('/settings') },
  'this book, to a viewer': { who: 'dora', to: inBook('/settings') },
  'this book, to an editor': { who: 'ben', to: inBook('/settings') },
  'a new link': {
    who: 'ada',
    to: inBook('/settings'),
    act: async (page) => {
      await press(page, 'Make a link');
      await page.getByRole('heading', { name: 'Send this link' }).waitFor();
    },
  },
  'a member': { who: 'ada', to: (at) => `${at.path}/settings/members/${at.ben.person}` },
  books: { who: 'ada', to: () => '/books' },
  'books, none': { who: 'cleo', to: () => '/books' },
  'the start, in no book': { who: 'cleo', to: () => '/' },
  'add a book': { who: 'ada', to: () => '/books/new' },
  settings: { who: 'ada', to: () => '/settings' },
  'password and sessions': { who: 'ada', to: () => '/settings/sign-in' },
  'nothing at this address': { who: 'ada', to: () => '/nowhere', status: 404 },
  'a form over its limit': {
    who: 'ada',
    to: () => '/books/new',
    act: async (page, at) => {
      await exhaustLimit(at, at.ada, limits.newBook);
      await page.getByLabel('Name').fill(longNames.latin);
      await press(page, 'Save');
      await page.getByText('What you typed is kept').waitFor();
    },
  },
  'a form that expired': {
    who: 'ada',
    to: () => '/books/new',
    act: async (page) => {
      await page.getByLabel('Name').fill(longNames.latin);
      await page.evaluate('for (const field of document.getElementsByName("_csrf")) field.value = "old"');
      await press(page, 'Save');
      await page.getByText('This form has expired').waitFor();
    },
  },
  ...errorPages,
};

async function changeBehind({ write }: HardSite, id: string): Promise<void> {
  await write(
    (sql) => sql`update transaction set version = version + 1, payee = ${longNames.arabic} where id = ${id}`,
  );
}

async function shortLived({ ids, enter }: HardSite): Promise<string> {
  const [from, to] = [ids.account, ids.otherAccount].map((id) => ({ id, currency: 'EUR' }));
  if (!from || !to) throw new Error('there is no account');
  return enter({ kind: 'moved', from, to, amount: 1n, arrives: 1n });
}
