import { randomUUID } from 'node:crypto';
import { type Day, dayAfter } from '../../calendar.ts';
import type { Config } from '../../config.ts';
import { makeInvitation } from '../../features/books/invitations.ts';
import { buildFrontend } from '../../frontend/assemble-static-file-and-proxy-server.ts';
import { readFrontendConfig } from '../../frontend/read-proxy-config-from-environment.ts';
import { keepDraft, LARGEST_AT_ONCE } from '../../imports/keep-uploaded-files-and-choices.ts';
import { putFileJob } from '../../imports/request-and-cancel-worker-jobs.ts';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { deleteTransaction } from '../../ledger/write-transaction.ts';
import { largestAmount } from '../../parse-and-format-amounts.ts';
import type { NewSchedule } from '../../schedules/write-schedule.ts';
import { newToken, tokenHash } from '../../secret-token.ts';
import { todayIn } from '../../time-zones.ts';
import { closeAfterTest } from '../close-after-test.ts';
import { freePort } from '../free-port.ts';
import { importFile } from '../import-into-database.ts';
import { makeReceipt, smallPdf } from '../make-receipt.ts';
import { makeSchedule } from '../make-schedule.ts';
import { photo } from '../photo.ts';
import type { SignedIn } from '../start-app.ts';
import { type Site, site } from '../start-app-in-chromium.ts';

/** A household that strains the layout, in a real browser. */
export interface HardSite extends Site {
  /** A person with an empty book. */
  readonly ben: SignedIn;
  /** A person without a book. */
  readonly cleo: SignedIn;
  /** A viewer of Ada's book. */
  readonly dora: SignedIn;
  /** A person with sample data, and the id of its book. */
  readonly finn: SignedIn & { readonly sample: string };
  /** Tokens of a link for Cleo to set a new password, and of one to join Ada's book. */
  readonly resetToken: string;
  readonly invitationToken: string;
  /** Origin of a frontend whose app does not answer. */
  readonly frontendAlone: string;
  /** Ids in Ada's book, where every name has the maximum length. */
  readonly ids: Readonly<
    Record<
      | 'account'
      | 'otherAccount'
      | 'category'
      | 'paper'
      | 'payee'
      | 'rule'
      | 'schedule'
      | 'dueOn'
      | 'spent'
      | 'split'
      | 'moved'
      | 'opening'
      | 'deletion'
      | 'import'
      | 'file'
      | 'askedFile'
      | 'receipt'
      | 'refusedFile'
      | 'workedFile'
      | 'unreadFile'
      | 'tag',
      string
    >
  >;
}

/** Unbreakable names of maximum length: Latin, Chinese and Japanese, Arabic, emoji. */
export const longNames = {
  latin: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft',
  square: '東京都渋谷区神南通郵便貯金銀行普通預金口座カード引落し専用'.repeat(3).slice(0, 80),
  arabic: 'القسطنطينيةالإسكندرية'.repeat(4).slice(0, 80),
  emoji: `${'👩‍👩‍👧‍👦'.repeat(5)}${'💶🏡🚲🍜'.repeat(11)}`,
} as const;

const { latin, square, arabic, emoji } = longNames;

/** Start day of months in Ada's book, which makes the names of months long. */
export const monthStart = 25;

/** Creates Ada's book: long names, the largest possible amounts, four currencies, debts, members, two sessions. */
export async function hardSite(overrides: Partial<Config> = {}): Promise<HardSite> {
  const at = await site({}, overrides);
  const { ada, path, book } = at;
  const [ben, cleo] = [await at.signedIn('Ben'), await at.signedIn('Cleo')];
  const dora = await at.signedIn('Dora');
  const post = (url: string, fields: Record<string, string>, who = ada) =>
    who.post(url, { key: randomUUID(), ...fields });
  const settings = { currency: 'EUR', timeZone: 'UTC', dateFormat: 'locale', theme: 'system' };
  await post('/settings', { ...settings, name: latin, locale: 'de' });
  await post(`${path}/settings`, { name: latin, monthStart: String(monthStart) });
  await post(`/books/${ben.book}/settings`, { name: square }, ben);
  await at.admit(ben, 'editor');
  await at.admit(dora, 'viewer');
  await at.rows`insert into member (book_id, person_id, role) values (${ben.book}, ${dora.person}, 'viewer')`;
  const finn = await withSample(await at.signedIn('Finn'));
  await at.rows`delete from member where person_id = ${cleo.person}`;
  const resetToken = newToken();
  await at.rows`insert into password_reset (person_id, token_hash, expires_at)
    values (${cleo.person}, ${tokenHash(resetToken)}, now() + interval '1 hour')`;
  await at.rows`insert into person_event (person_id, kind)
    select ${ada.person}, unnest(array['reset-link-made', 'reset-link-used', 'password-changed'])`;
  const invitationToken = newToken();
  await at.write((sql) => makeInvitation(sql, invitationToken, 'editor'));
  const elsewhere = at.visitor();
  const agent = { 'user-agent': `Mozilla/5.0 (X11; Linux x86_64) ${latin}/149.0.7827.0` };
  await elsewhere.post('/sign-in', { email: ada.email, password: ada.password }, agent);

  const categories = [latin, square, arabic, emoji].map((name) => [...name].slice(0, 60).join(''));
  const food = await at.category('Food');
  for (const name of categories) await post(`${path}/categories`, { name, kind: 'spent', parent: '' });
  await post(`${path}/categories`, { name: `${categories[0]?.slice(0, 59)}Z`, kind: 'spent', parent: food });

  const bank = await at.account(latin, { opening: largestAmount });
  const card = await at.account('Blue card', { kind: 'card', opening: -largestAmount });
  const savings = await at.account(square, { kind: 'savings', opening: 290_000n });
  const loan = await at.account(arabic, { kind: 'loan', opening: -largestAmount });
  const rupiah = await at.account(emoji, { currency: 'IDR', opening: largestAmount });
  await at.account('DE89 3704 0044 0532 0130 00', { currency: 'XOF', opening: -largestAmount });
  const closed = await at.account('Sparbuch 1987', { opening: 0n });
  await post(`${path}/accounts/${closed.id}/close`, {});

  const bookedOn = todayIn('UTC');
  const lines = async (...of: readonly [string, bigint][]) =>
    Promise.all(of.map(async ([name, amount]) => ({ category: await at.category(name), amount, note: '' })));
  const [first = '', second = '', third = '', fourth = ''] = categories;
  const spent = { kind: 'spent', account: bank, bookedOn } as const;
  const id = await at.enter({
    ...spent,
    account: { ...bank, state: 'pending' },
    payee: latin,
    tags: [latin, square, arabic, emoji].map((name) => [...name].slice(0, 20).join('')),
    lines: await lines([first, largestAmount / 2n]),
  });
  const split = await at.enter({
    ...spent,
    payee: '',
    note: latin,
    lines: await lines([second, 123_456_789n], ['Groceries', 4_217n], [third, 99n]),
  });
  await at.enter({ ...spent, payee: arabic, lines: await lines([fourth, 77_700n]) });
  await at.enter({ ...spent, payee: 'Green Grocer', lines: await lines(['Groceries', 4_217n]) });
  await at.enter({ ...spent, account: rupiah, payee: emoji, lines: await lines([third, 86_000_000n]) });
  await at.enter({
    kind: 'received',
    account: savings,
    bookedOn,
    payee: 'Acme',
    lines: await lines(['Salary', 290_000n]),
  });
  await at.enter({
    ...spent,
    bookedOn: dayAfter(bookedOn),
    payee: latin,
    lines: await lines([first, largestAmount / 4n]),
  });
  for (const payee of [latin, 'Green Grocer', ''])
    await at.enter({ ...spent, payee, lines: await lines(['Not sorted yet', largestAmount / 5n]) });
  const move = { kind: 'moved', from: bank, bookedOn } as const;
  const moved = await at.enter({ ...move, to: rupiah, amount: 50_000_000n, arrives: largestAmount / 2n });
  await at.enter({ ...move, from: card, to: loan, amount: 1_000n, arrives: 1_000n, payee: square });
  const gone = await at.enter({ ...move, to: card, amount: 1n, arrives: 1n, payee: latin });
  const files = await importedFiles(at, bank);
  return {
    ...at,
    ben,
    cleo,
    dora,
    finn,
    resetToken,
    invitationToken,
    frontendAlone: await frontendAlone(),
    ids: {
      account: bank.id,
      otherAccount: card.id,
      category: await at.category(first),
      payee: await payeeOf(at, latin),
      rule: await ruleOf(at, savings.id, await at.category(first)),
      ...(await scheduleOf(at, bank, await at.category(first))),
      spent: id,
      split,
      moved,
      opening: await openingOf(at, loan.id),
      ...files,
      ...(await receiptsOf(at, id)),
      tag: await tagOf(at),
      deletion: (await at.write(acted((sql) => deleteTransaction(sql, book, gone, 1)))) ?? '',
    },
  };
}

/** An import, and files that wait to be: one with rows of every kind, one that asks, one that is wrong. */
async function importedFiles({ write, book, ada }: Site, bank: Money) {
  const csv = (...rows: readonly string[]) => ['Date;Payee;Memo;Amount', ...rows].join('\n');
  const large = '9999999999999,99';
  const known = `2025-12-30;${latin};${arabic};-${large}`;
  const imported = { book, person: ada.person, account: bank, name: `${latin}.csv`, text: csv(known) };
  const id = await write((sql) => importFile(sql, imported));
  const keep = (name: string, text: string) =>
    write((sql) =>
      keepDraft(sql, book, ada.person, { name, bytes: Buffer.from(text) }, { accounts: { '': bank.id } }),
    );
  const workedFile = await keep(`${latin} 2.csv`, csv(`2026-01-03;${latin};;-1,00`));
  await write((sql) => putFileJob(sql, 'read-file', workedFile));
  const similar = `2025-12-31;${square};${latin};-${large}`;
  return {
    import: id,
    file: await keep(`${latin}.csv`, csv(known, similar, `2026-01-02;${emoji};;${large}`)),
    askedFile: await keep(
      'asked.csv',
      csv(`03/04/2026;${latin};${square};-1,00`, `04/05/2026;${emoji};;2,00`),
    ),
    workedFile,
    unreadFile: await keep(`${latin} 3.csv`, 'x'.repeat(LARGEST_AT_ONCE.bytes + 1)),
    refusedFile: await keep('wrong.csv', csv(`2026-01-02;${latin};;-1,00`, `2026-01-02;${arabic};;${latin}`)),
  };
}

async function frontendAlone(): Promise<string> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const environment = {
    PUBLIC_URL: origin,
    UPSTREAM: `http://127.0.0.1:${await freePort()}`,
    LOG_LEVEL: 'silent',
  };
  const frontend = await buildFrontend(readFrontendConfig(environment));
  closeAfterTest(() => frontend.close());
  await frontend.listen({ host: '127.0.0.1', port });
  return origin;
}

async function withSample(person: SignedIn): Promise<HardSite['finn']> {
  const { headers } = await person.post(`/books/${person.book}/sample`, { key: randomUUID() });
  return Object.assign(person, { sample: String(headers.location).replace('/books/', '') });
}

/** Merges two other payees into one, so that it has as many names as it can show. */
async function payeeOf(at: Site, name: string): Promise<string> {
  const rows = await at.rows<
    { id: string; name: string }[]
  >`select id, name from payee where book_id = ${at.book}`;
  const id = (wanted: string) => rows.find((row) => row.name === wanted)?.id ?? '';
  for (const other of [emoji, square]) {
    const path = `${at.path}/payees/${id(other)}/merge`;
    await at.ada.post(path, { key: randomUUID(), into: name });
  }
  return id(name);
}

/** Makes two rules; resolves to the id of one with everything that a rule can have. */
async function ruleOf(at: Site, account: string, category: string): Promise<string> {
  const text = (field: string, how: string) => ({ field, how, text: latin });
  const money = `${largestAmount}`;
  const conditions = [
    ...[text('payee', 'contains'), text('raw', 'is'), text('note', 'starts'), { field: 'account', account }],
    ...[
      { field: 'amount', least: '1', most: money, currency: 'EUR' },
      { field: 'day', first: 1, last: 31 },
    ],
  ];
  const parts = [
    { category, amount: money },
    { category, amount: null },
  ];
  const actions = [
    { set: 'split', by: 'amounts', currency: 'EUR', parts },
    ...[{ set: 'payee', name: latin }, { set: 'note', text: latin }, { set: 'cleared' }],
  ];
  await at.rows`
    insert into rule (book_id, position, match, conditions, actions) values
      (${at.book}, 1, 'all', ${at.rows.json([text('payee', 'is')])}, ${at.rows.json([{ set: 'note', text: square }])})`;
  const [row] = await at.rows<{ id: string }[]>`
    insert into rule (book_id, position, match, conditions, actions)
    values (${at.book}, 2, 'any', ${at.rows.json(conditions)}, ${at.rows.json(actions)}) returning id`;
  return row?.id ?? '';
}

/** Makes three schedules: one is late, one comes today and one has a usual amount; resolves to the last, and a day of it. */
async function scheduleOf(at: Site, bank: Money, category: string) {
  const today = todayIn('UTC');
  const ours = { book: at.book, person: at.ada.person, account: bank, category, note: latin };
  const add = (payee: string, first: Day, more: Partial<NewSchedule> = {}) => {
    const recurrence = {
      first,
      unit: 'month',
      every: 1,
      on: 'last working day',
      until: '2999-12-31',
    } as const;
    const whole = { ...ours, payee, first, recurrence, amountMinor: largestAmount / 3n, ...more };
    return at.write((sql) => makeSchedule(sql, whole));
  };
  await add(latin, dayAfter(today, -70));
  await add(arabic, today, {
    recurrence: { first: today, unit: 'week', every: 99, on: 'same day', times: 999 },
  });
  const recurrence = { first: today, unit: 'month', every: 1, on: 'same day' } as const;
  return {
    schedule: await add(emoji, today, { amount: 'usual', enters: 'by itself', recurrence }),
    dueOn: today,
  };
}

/** Gives a row two receipts; resolves to their ids. */
async function receiptsOf({ write, book, ada: { person } }: Site, transaction: string) {
  const of = { book, person, transaction };
  const large = await photo({ width: 900, height: 1600 });
  return {
    receipt: await write((sql) => makeReceipt(sql, { ...of, name: `${latin}.jpg`, bytes: large })),
    paper: await write((sql) => makeReceipt(sql, { ...of, name: `${arabic}.pdf`, bytes: smallPdf })),
  };
}

async function openingOf(at: Site, account: string): Promise<string> {
  const [row] = await at.read(
    (sql) => sql<{ id: string }[]>`
      select t.id from transaction t join posting p on p.transaction_id = t.id
      where t.kind = 'opening' and p.account_id = ${account}`,
  );
  if (!row) throw new Error('the account has no opening balance');
  return row.id;
}

async function tagOf({ rows, book }: Site): Promise<string> {
  const [row] = await rows<
    { id: string }[]
  >`select id from tag where book_id = ${book} order by name limit 1`;
  if (!row) throw new Error('there is no tag');
  return row.id;
}
