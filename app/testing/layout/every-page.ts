import { monthOf } from '../../calendar.ts';
import { deleteTransaction } from '../../ledger/write-transaction.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { todayIn } from '../../time-zones.ts';
import { exhaustLimit } from '../fill-rate-limit-counter.ts';
import { photo } from '../photo.ts';
import { errorPages } from './error-pages.ts';
import { type HardSite, longNames, monthStart } from './long-text-household.ts';
import type { Visit } from './page-visit-type.ts';
import { press } from './press-button.ts';

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
  'overview, nothing yet, to a viewer': { who: 'dora', to: ofBen('') },
  'overview, first steps, with sample data': { who: 'finn', to: ({ finn }) => `/books/${finn.book}` },
  'overview of sample data': { who: 'finn', to: ({ finn }) => `/books/${finn.sample}` },
  'transactions of sample data': { who: 'finn', to: ({ finn }) => `/books/${finn.sample}/transactions` },
  'sample data that is gone': {
    who: 'finn',
    to: ({ finn }) => `/books/${finn.book}?gone=${finn.sample}`,
  },
  'sample data that was changed': {
    who: 'finn',
    to: ({ finn }) => `/books/${finn.sample}/categories/new`,
    act: async (page, at) => {
      await page.getByLabel('Name').fill(longNames.latin.slice(0, 60));
      await press(page, 'Save');
      await page.goto(`${at.origin}/books/${at.finn.sample}`);
      await press(page, 'Remove the sample data');
      await page.getByRole('heading', { name: 'What you did there goes with it' }).waitFor();
    },
  },
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
  'transactions, some ticked': {
    who: 'ada',
    to: (at) => `${at.path}/transactions?account=${at.ids.account}`,
    act: async (page) => {
      await page.getByText('Select rows').click();
      await page
        .getByRole('checkbox', { name: /^Select (?!rows)/ })
        .first()
        .check();
      await page.getByLabel('What to change').selectOption('payee');
    },
  },
  'transactions, some changed meanwhile': {
    who: 'ada',
    to: (at) => `${at.path}/transactions?account=${at.ids.otherAccount}`,
    act: async (page, at) => {
      await page.getByText('Select rows').click();
      await page.getByText('rows that match').click();
      await page.getByLabel('What to change').selectOption('pending');
      await shortLived(at);
      await press(page, 'Change');
      await page.getByText('rows matched').waitFor();
    },
  },
  'transactions, not all changed': {
    who: 'ada',
    to: (at) => `${at.path}/transactions?kind=moved`,
    act: async (page) => {
      await page.getByText('Select rows').click();
      await page.getByText('rows that match').click();
      await page.getByRole('combobox', { name: 'Category' }).last().selectOption({ index: 1 });
      await press(page, 'Change');
      await page.getByText('These stay as they are').waitFor();
    },
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
  'not sorted yet': { who: 'ada', to: inBook('/unsorted') },
  'not sorted yet, to a viewer': { who: 'dora', to: inBook('/unsorted') },
  'not sorted yet, none': { who: 'ben', to: ofBen('/unsorted') },
  schedules: { who: 'ada', to: inBook('/schedules') },
  'schedules, to a viewer': { who: 'dora', to: inBook('/schedules') },
  'schedules, none yet': { who: 'ben', to: ofBen('/schedules') },
  'add a schedule': { who: 'ada', to: inBook('/schedules/new') },
  'add a schedule like a row': { who: 'ada', to: (at) => `${at.path}/schedules/new?like=${at.ids.split}` },
  'add a schedule, wrong': {
    who: 'ada',
    to: inBook('/schedules/new'),
    act: async (page) => {
      await page.locator('#field-amount').fill('1');
      await page.getByLabel('Every').fill('0');
      await page.getByLabel('Times in all').fill('x');
      await press(page, 'Save');
      await page.getByRole('alert').waitFor();
    },
  },
  'a schedule': { who: 'ada', to: (at) => `${at.path}/schedules/${at.ids.schedule}` },
  'one day of a schedule': {
    who: 'ada',
    to: (at) => `${at.path}/schedules/${at.ids.schedule}/${at.ids.dueOn}`,
  },
  receipts: { who: 'ada', to: inBook('/receipts') },
  'receipts, none yet': { who: 'ben', to: ofBen('/receipts') },
  'a receipt': { who: 'ada', to: (at) => `${at.path}/receipts/${at.ids.receipt}` },
  'a receipt, to a viewer': { who: 'dora', to: (at) => `${at.path}/receipts/${at.ids.receipt}` },
  'a receipt as PDF': { who: 'ada', to: (at) => `${at.path}/receipts/${at.ids.paper}` },
  'rows without a receipt': { who: 'ada', to: inBook('/transactions?receipts=without') },
  'add, with a receipt': {
    who: 'ada',
    to: inBook('/transactions/new'),
    act: async (page) => {
      const pictures = [{ name: `${longNames.latin}.jpg`, mimeType: 'image/jpeg', buffer: await photo() }];
      await page.getByLabel('Files').setInputFiles(pictures);
      await press(page, 'Split');
      await page.getByRole('checkbox', { name: longNames.latin }).waitFor();
      await page
        .getByLabel('Files')
        .setInputFiles([{ name: 'a.txt', mimeType: '', buffer: Buffer.from('text') }]);
      await page.getByLabel('Amount').first().fill('12');
      await press(page, 'Save');
      await page.getByRole('alert').waitFor();
    },
  },
  rules: { who: 'ada', to: inBook('/rules') },
  'rules, to a viewer': { who: 'dora', to: inBook('/rules') },
  'rules, none yet': { who: 'ben', to: ofBen('/rules') },
  'apply rules': { who: 'ada', to: inBook('/rules/apply') },
  'apply rules, nothing to do': { who: 'ben', to: ofBen('/rules/apply') },
  'apply a rule': { who: 'ada', to: (at) => `${at.path}/rules/apply?rule=${at.ids.rule}` },
  'add a rule': { who: 'ada', to: inBook('/rules/new') },
  'add a rule like a row': { who: 'ada', to: (at) => `${at.path}/rules/new?like=${at.ids.spent}` },
  'add a rule, wrong': {
    who: 'ada',
    to: inBook('/rules/new'),
    act: async (page) => {
      for (const name of ['Amount', 'Day of the month', 'Account', 'Split', 'Make it a move'])
        await press(page, name);
      await press(page, 'Save');
      await page.getByRole('alert').waitFor();
    },
  },
  'add a rule, with tags': {
    who: 'ada',
    to: inBook('/rules/new'),
    act: async (page) => {
      for (const _ of [1, 2]) {
        await page.getByRole('button', { name: 'Tag', exact: true }).nth(1).click();
        await page.getByRole('button', { name: 'Tag', exact: true }).first().click();
      }
      await page.getByRole('group', { name: 'Tag' }).nth(3).waitFor();
    },
  },
  'a rule': { who: 'ada', to: (at) => `${at.path}/rules/${at.ids.rule}` },
  'a rule, tried': {
    who: 'ada',
    to: (at) => `${at.path}/rules/${at.ids.rule}`,
    act: async (page) => {
      await press(page, 'Try');
      await page.getByText('would change').waitFor();
    },
  },
  payees: { who: 'ada', to: inBook('/payees') },
  'payees, none yet': { who: 'ben', to: ofBen('/payees') },
  'payees, none found': { who: 'ada', to: inBook('/payees?text=zzz') },
  'a payee': { who: 'ada', to: (at) => `${at.path}/payees/${at.ids.payee}` },
  'a payee, wrong': {
    who: 'ada',
    to: (at) => `${at.path}/payees/${at.ids.payee}`,
    act: async (page) => {
      await page.getByLabel('Another payee').fill(longNames.latin.slice(0, 50));
      await press(page, 'Merge');
      await page.getByRole('alert').waitFor();
    },
  },
  'add, as last time': {
    who: 'ada',
    to: inBook('/transactions/new'),
    act: async (page) => {
      await page.getByLabel('Paid to').fill(longNames.latin);
      await press(page, 'As last time');
      await page.getByText('Last time:').waitFor();
    },
  },
  imports: { who: 'ada', to: inBook('/imports') },
  'imports, no account yet': { who: 'ben', to: ofBen('/imports') },
  'imports, to a viewer': { who: 'dora', to: inBook('/imports') },
  'imports, no file chosen': {
    who: 'ada',
    to: inBook('/imports'),
    act: async (page) => {
      await page.evaluate('document.querySelector("[type=file]").required = false');
      await press(page, 'Look at what is in it');
      await page.getByRole('alert').waitFor();
    },
  },
  'a file to import': { who: 'ada', to: (at) => `${at.path}/imports/${at.ids.file}` },
  'a file that asks': { who: 'ada', to: (at) => `${at.path}/imports/${at.ids.askedFile}` },
  'a file that is wrong': { who: 'ada', to: (at) => `${at.path}/imports/${at.ids.refusedFile}` },
  'a file that a worker has': { who: 'ada', to: (at) => `${at.path}/imports/${at.ids.workedFile}` },
  'a large file that was not read': { who: 'ada', to: (at) => `${at.path}/imports/${at.ids.unreadFile}` },
  'an import': { who: 'ada', to: (at) => `${at.path}/imports/${at.ids.import}` },
  'an import, to a viewer': { who: 'dora', to: (at) => `${at.path}/imports/${at.ids.import}` },
  keyboard: { who: 'ada', to: inBook('/keyboard') },
  'keyboard, in a dialog': {
    who: 'ada',
    to: inBook(''),
    act: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  tags: { who: 'ada', to: inBook('/tags') },
  'tags, none yet': { who: 'ben', to: ofBen('/tags') },
  'a tag': { who: 'ada', to: (at) => `${at.path}/tags/${at.ids.tag}` },
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
  tokens: { who: 'ada', to: () => '/settings/tokens' },
  'a new token': {
    who: 'ada',
    to: () => '/settings/tokens',
    act: async (page) => {
      await page.getByLabel('Name').fill(longNames.latin);
      await press(page, 'Make a token');
      await page.getByRole('heading', { name: 'Copy this token' }).waitFor();
    },
  },
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
