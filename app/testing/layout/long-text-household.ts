import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import { dayAfter, todayIn } from '../../calendar.ts';
import type { Config } from '../../config.ts';
import { makeInvitation } from '../../features/books/invitations.ts';
import { readFrontendConfig } from '../../frontend/config.ts';
import { buildFrontend } from '../../frontend/frontend.ts';
import { acted } from '../../ledger/acts.ts';
import { deleteTransaction } from '../../ledger/write-transaction.ts';
import { linkHash, newLinkToken } from '../../link-token.ts';
import { largestAmount } from '../../money.ts';
import { type Site, site } from '../chromium.ts';
import { freePort } from '../free-port.ts';
import type { SignedIn } from '../start-app.ts';

/** A household that strains the layout, in a real browser. */
export interface HardSite extends Site {
  /** A person with an empty book. */
  readonly ben: SignedIn;
  /** A person without a book. */
  readonly cleo: SignedIn;
  /** A viewer of Ada's book. */
  readonly dora: SignedIn;
  /** Tokens of a link for Cleo to set a new password, and of one to join Ada's book. */
  readonly resetToken: string;
  readonly invitationToken: string;
  /** Origin of a frontend whose app does not answer. */
  readonly frontendAlone: string;
  /** Ids in Ada's book, where every name has the maximum length. */
  readonly ids: Readonly<
    Record<
      'account' | 'otherAccount' | 'category' | 'spent' | 'split' | 'moved' | 'opening' | 'deletion',
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
  await at.rows`delete from member where person_id = ${cleo.person}`;
  const resetToken = newLinkToken();
  await at.rows`insert into password_reset (person_id, token_hash, expires_at)
    values (${cleo.person}, ${linkHash(resetToken)}, now() + interval '1 hour')`;
  await at.rows`insert into person_event (person_id, kind)
    select ${ada.person}, unnest(array['reset-link-made', 'reset-link-used', 'password-changed'])`;
  const invitationToken = newLinkToken();
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
  const move = { kind: 'moved', from: bank, bookedOn } as const;
  const moved = await at.enter({ ...move, to: rupiah, amount: 50_000_000n, arrives: largestAmount / 2n });
  await at.enter({ ...move, from: card, to: loan, amount: 1_000n, arrives: 1_000n, payee: square });
  const gone = await at.enter({ ...move, to: card, amount: 1n, arrives: 1n, payee: latin });
  return {
    ...at,
    ben,
    cleo,
    dora,
    resetToken,
    invitationToken,
    frontendAlone: await frontendAlone(),
    ids: {
      account: bank.id,
      otherAccount: card.id,
      category: await at.category(first),
      spent: id,
      split,
      moved,
      opening: await openingOf(at, loan.id),
      deletion: (await at.write(acted((sql) => deleteTransaction(sql, book, gone, 1)))) ?? '',
    },
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
  afterAll(() => frontend.close());
  await frontend.listen({ host: '127.0.0.1', port });
  return origin;
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
