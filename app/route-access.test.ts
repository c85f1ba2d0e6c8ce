import { beforeAll, describe, expect, it } from 'vitest';
import type { TransactionSql } from './database/connect.ts';
import type { Role } from './plugins/person-and-book-authorization.ts';
import { limits, writes } from './plugins/rate-limit.ts';
import { exhaustLimit } from './testing/fill-rate-limit-counter.ts';
import { importFile } from './testing/import-into-database.ts';
import { makeReceipt } from './testing/make-receipt.ts';
import { makeSchedule } from './testing/make-schedule.ts';
import { makeToken } from './testing/make-token.ts';
import type { Browser } from './testing/simulated-browser.ts';
import { opened, type SignedIn, type Started, startApp } from './testing/start-app.ts';
import { todayIn } from './time-zones.ts';

/** Audience of a route. */
type Kind =
  | 'everybody'
  | 'signed in'
  /** Members of the book; to others it is a 404. */
  | 'members'
  /** Members except viewers. */
  | 'editors'
  | 'owners'
  /** Same as the two above for programs, which get 401 instead of the sign-in page. */
  | 'member programs'
  | 'editor programs'
  /** Programs that hold a personal token; no session counts. */
  | 'tokens';

/** Audience of every route; a route that is missing here fails the test. HEAD is covered by GET. */
const kinds: Record<string, Kind> = {
  'GET /': 'everybody',
  'GET /health': 'everybody',
  'GET /health-check': 'everybody',
  'GET /ready': 'everybody',
  'GET /api/visitors': 'everybody',
  'GET /static/*': 'everybody',
  'GET /static/forget-pages': 'everybody',
  'GET /sign-in': 'everybody',
  'POST /sign-in': 'everybody',
  'GET /sign-up': 'everybody',
  'POST /sign-up': 'everybody',
  'GET /reset-password': 'everybody',
  'POST /reset-password': 'everybody',
  'GET /invitation': 'everybody',

  'POST /sign-out': 'signed in',
  'GET /settings': 'signed in',
  'POST /settings': 'signed in',
  'GET /settings/tokens': 'signed in',
  'POST /settings/tokens': 'signed in',
  'POST /settings/tokens/revoke': 'signed in',
  'GET /settings/sign-in': 'signed in',
  'POST /settings/password': 'signed in',
  'POST /settings/sessions/end': 'signed in',
  'GET /books': 'signed in',
  'GET /books/new': 'signed in',
  'POST /books': 'signed in',
  'POST /books/home': 'signed in',
  'POST /books/leave': 'signed in',
  'POST /books/sample/remove': 'signed in',
  'POST /books/sample/restore': 'signed in',
  'POST /invitation': 'signed in',

  'GET /books/:bookId': 'members',
  'POST /books/:bookId/sample': 'editors',
  'GET /books/:bookId/settings': 'members',
  'POST /books/:bookId/settings': 'editors',
  'GET /books/:bookId/settings/members/:personId': 'owners',
  'POST /books/:bookId/settings/members/:personId/role': 'owners',
  'POST /books/:bookId/settings/members/:personId/remove': 'owners',
  'POST /books/:bookId/settings/invitations': 'owners',
  'POST /books/:bookId/settings/invitations/:invitationId/withdraw': 'owners',
  'GET /books/:bookId/transactions': 'members',
  'GET /books/:bookId/transactions/new': 'editors',
  'POST /books/:bookId/transactions/count': 'editors',
  'POST /books/:bookId/transactions/bulk': 'editors',
  'POST /books/:bookId/transactions': 'editors',
  'GET /books/:bookId/transactions/:transactionId': 'members',
  'POST /books/:bookId/transactions/:transactionId': 'editors',
  'POST /books/:bookId/transactions/:transactionId/apart': 'editors',
  'POST /books/:bookId/transactions/:transactionId/delete': 'editors',
  'GET /books/:bookId/unsorted': 'members',
  'POST /books/:bookId/unsorted': 'editors',
  'GET /books/:bookId/payees': 'members',
  'GET /books/:bookId/payees/:payeeId': 'editors',
  'POST /books/:bookId/payees/:payeeId': 'editors',
  'POST /books/:bookId/payees/:payeeId/merge': 'editors',
  'POST /books/:bookId/payees/:payeeId/apart': 'editors',
  'GET /books/:bookId/schedules': 'members',
  'GET /books/:bookId/schedules/new': 'editors',
  'POST /books/:bookId/schedules': 'editors',
  'POST /books/:bookId/schedules/refuse': 'editors',
  'GET /books/:bookId/schedules/:scheduleId': 'editors',
  'POST /books/:bookId/schedules/:scheduleId': 'editors',
  'POST /books/:bookId/schedules/:scheduleId/delete': 'editors',
  'GET /books/:bookId/schedules/:scheduleId/:dueOn': 'editors',
  'POST /books/:bookId/schedules/:scheduleId/:dueOn': 'editors',
  'POST /books/:bookId/schedules/:scheduleId/:dueOn/enter': 'editors',
  'POST /books/:bookId/schedules/:scheduleId/:dueOn/skip': 'editors',
  'GET /books/:bookId/receipts': 'members',
  'GET /books/:bookId/receipts/:receiptId': 'members',
  'GET /books/:bookId/receipts/:receiptId/file': 'members',
  'GET /books/:bookId/receipts/:receiptId/thumbnail': 'members',
  'GET /books/:bookId/receipts/years/:year': 'members',
  'POST /books/:bookId/receipts/:receiptId/delete': 'editors',
  'GET /books/:bookId/rules': 'members',
  'GET /books/:bookId/rules/new': 'editors',
  'GET /books/:bookId/rules/apply': 'editors',
  'POST /books/:bookId/rules/apply': 'editors',
  'POST /books/:bookId/rules': 'editors',
  'GET /books/:bookId/rules/:ruleId': 'editors',
  'POST /books/:bookId/rules/:ruleId': 'editors',
  'POST /books/:bookId/rules/:ruleId/move': 'editors',
  'POST /books/:bookId/rules/:ruleId/delete': 'editors',
  'GET /books/:bookId/activity': 'members',
  'GET /books/:bookId/keyboard': 'members',
  'POST /books/:bookId/activity/:actId/undo': 'editors',
  'GET /books/:bookId/accounts': 'members',
  'GET /books/:bookId/accounts/new': 'editors',
  'POST /books/:bookId/accounts/count': 'editors',
  'POST /books/:bookId/accounts': 'editors',
  'GET /books/:bookId/accounts/:accountId': 'editors',
  'POST /books/:bookId/accounts/:accountId': 'editors',
  'POST /books/:bookId/accounts/:accountId/close': 'editors',
  'POST /books/:bookId/accounts/:accountId/reopen': 'editors',
  'GET /books/:bookId/imports': 'members',
  'POST /books/:bookId/imports': 'editors',
  'GET /books/:bookId/imports/:importId': 'members',
  'POST /books/:bookId/imports/:importId': 'editors',
  'POST /books/:bookId/imports/:importId/count': 'editors',
  'POST /books/:bookId/imports/:importId/moves': 'editors',
  'POST /books/:bookId/imports/:importId/discard': 'editors',
  'GET /books/:bookId/imports/:importId/progress': 'members',
  'POST /books/:bookId/imports/:importId/cancel': 'editors',
  'GET /books/:bookId/tags': 'members',
  'GET /books/:bookId/tags/:tagId': 'editors',
  'POST /books/:bookId/tags/:tagId': 'editors',
  'POST /books/:bookId/tags/:tagId/merge': 'editors',
  'POST /books/:bookId/tags/:tagId/delete': 'editors',
  'GET /books/:bookId/categories': 'members',
  'GET /books/:bookId/categories/new': 'editors',
  'POST /books/:bookId/categories': 'editors',
  'GET /books/:bookId/categories/:categoryId': 'editors',
  'POST /books/:bookId/categories/:categoryId': 'editors',

  'GET /api/data': 'member programs',
  'POST /api/data': 'editor programs',

  'POST /api/v1/imports': 'tokens',
  'GET /api/v1/imports/:importId': 'tokens',
  'GET /api/v1/transactions/:transactionId/receipts': 'tokens',
  'POST /api/v1/transactions/:transactionId/receipts': 'tokens',
  'GET /api/v1/receipts/:receiptId': 'tokens',
};

type Who = 'anonymous' | 'stranger' | 'token' | Role;
const everyone: readonly Who[] = ['anonymous', 'token', 'stranger', 'viewer', 'editor', 'owner'];
const withSession = everyone.filter((who) => who !== 'anonymous' && who !== 'token');

let started: Started;
let ids: Record<string, string>;
/** Of the owner: it opens what is for tokens, and nothing else that it is sent to. */
let token: string;
const people = new Map<Who, SignedIn>();

beforeAll(async () => {
  started = await startApp({ redis: undefined }); // one store for the counts, however busy the machine is
  for (const who of withSession) people.set(who, await started.signedIn(who));
  ids = await fillBook();
  token = await makeToken(people.get('owner') as SignedIn);
});

describe('the table of routes', () => {
  it('names every route that the app has, and none that it has not', () => {
    expect(Object.keys(kinds).sort()).toEqual([...new Set(started.routes.flatMap(names))].sort());
  });
});

describe.each(Object.entries(kinds))('%s', (route, kind) => {
  it.each(everyone)(`answers as it must for ${kind}: %s`, async (who) => {
    const [method = '', pattern = ''] = route.split(' ');
    const methods =
      method === 'GET' && hasHead(pattern) ? (['GET', 'HEAD'] as const) : [method as 'GET' | 'POST'];
    for (const each of methods) {
      const browser = await browserOf(people.get(who), pattern);
      const response = await send(each, pattern, browser, who === 'token' ? token : undefined);
      const seen = classOf(response.statusCode, String(response.headers.location ?? ''));
      expect.soft(seen, `${each} answered ${response.statusCode}`).toBe(expected(kind, who));
    }
  });
});

it('every route that writes has a limit, which holds', async () => {
  const owner = await started.signedIn('second owner'); // no requests counted yet
  await started.rows`insert into member (book_id, person_id, role) values (${ids['bookId'] ?? ''}, ${owner.person}, 'owner')`;
  const own = await makeToken(owner);
  for (const limit of Object.values(limits)) await exhaustLimit(started, owner, limit);
  const visitor = Object.assign(started.visitor(), { remoteAddress: owner.remoteAddress });
  const writing = new Set(started.routes.filter(writes).flatMap(names));
  expect(writing).toContain('GET /api/visitors');
  for (const route of writing) {
    const [method = '', pattern = ''] = route.split(' ');
    const browser = kinds[route] === 'everybody' ? visitor : await browserOf(owner, pattern);
    const bearer = kinds[route] === 'tokens' ? own : undefined;
    const { statusCode, headers } = await send(method as 'GET' | 'POST', pattern, browser, bearer);
    expect.soft([route, statusCode]).toEqual([route, 429]);
    expect.soft(Number(headers['retry-after']), route).toBeGreaterThan(0);
  }
});

it('never takes a foreign id for one of its own', async () => {
  const stranger = people.get('stranger');
  if (!stranger) throw new Error('there is no stranger');
  for (const route of Object.keys(kinds).filter((name) => /:(?!bookId)/.test(name))) {
    const [method = '', pattern = ''] = route.split(' ');
    if (method !== 'GET' || kinds[route] === 'tokens') continue; // no session counts there
    const url = fill(pattern, { ...ids, bookId: stranger.book });
    expect.soft((await stranger.get(url)).statusCode, url).toBe(404);
  }
});

function expected(kind: Kind, who: Who): string {
  if (kind === 'everybody') return 'served';
  if (kind === 'tokens') return who === 'token' ? 'served' : 'asked to sign in by 401';
  if (who === 'anonymous' || who === 'token')
    return kind.endsWith('programs') ? 'asked to sign in by 401' : 'shown to the sign-in page';
  if (kind === 'signed in') return 'served';
  if (who === 'stranger') return 'told that there is nothing';
  if (kind === 'owners') return who === 'owner' ? 'served' : 'refused';
  return kind.startsWith('editor') && who === 'viewer' ? 'refused' : 'served';
}

function classOf(status: number, location: string): string {
  if (status === 303 && location.startsWith('/sign-in')) return 'shown to the sign-in page';
  const named: Record<number, string> = {
    401: 'asked to sign in by 401',
    403: 'refused',
    404: 'told that there is nothing',
  };
  return named[status] ?? (status < 500 ? 'served' : `failed with ${status}`);
}

/** Sends a request with a token and no other field: a permitted one gets a validation error, and nothing changes. */
async function send(method: 'GET' | 'HEAD' | 'POST', pattern: string, browser: Browser, bearer?: string) {
  const url = fill(pattern, ids);
  if (bearer !== undefined) {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
    const payload = method === 'POST' ? { payload: '{}' } : {};
    const { origin, remoteAddress } = browser;
    return started.app.inject({ method, url, remoteAddress, headers: { ...headers, origin }, ...payload });
  }
  if (kinds[`${method} ${pattern}`] === 'tokens') await browser.get('/settings'); // for the token of a form
  if (method === 'GET') return browser.get(url);
  if (method === 'HEAD') return browser.head(url);
  return pattern.startsWith('/api/') ? browser.postJson(url, {}) : browser.post(url);
}

/** The person's browser, or a new one when the route ends its session. */
async function browserOf(person: SignedIn | undefined, pattern: string): Promise<Browser> {
  if (!person) return started.visitor();
  if (pattern !== '/sign-out') return person;
  const browser = started.visitor();
  await browser.post('/sign-in', { email: person.email, password: person.password });
  return browser;
}

function fill(pattern: string, values: Record<string, string>): string {
  const url = pattern.replace('*', 'app.css').replaceAll(/:(\w+)/g, (_all, name: string) => {
    const value = values[name];
    if (!value) throw new Error(`the test has no ${name}; make one in fillBook`);
    return value;
  });
  return pattern.startsWith('/api/data') ? `${url}?book=${values['bookId']}` : url;
}

/** Drops the trailing slash: a prefix's own route is registered as `/books` and as `/books/`. */
function plain(url: string): string {
  return url.replace(/(?<=.)\/$/, '');
}

function names({ method, url }: Started['routes'][number]): string[] {
  return [method].flat().flatMap((each) => (each === 'HEAD' ? [] : `${each} ${plain(url)}`));
}

function hasHead(pattern: string): boolean {
  return started.routes.some(({ url, method }) => plain(url) === pattern && [method].flat().includes('HEAD'));
}

/** Fills the owner's book with one of everything, and two other members. */
async function fillBook(): Promise<Record<string, string>> {
  const [owner, editor, viewer] = (['owner', 'editor', 'viewer'] as const).map((role) => people.get(role));
  if (!owner || !editor || !viewer) throw new Error('somebody did not sign up');
  const { book } = owner;
  await started.rows`insert into member (book_id, person_id, role) values
    (${book}, ${editor.person}, 'editor'), (${book}, ${viewer.person}, 'viewer')`;
  const made = await started.database.write({ book: opened(owner), key: 'fill' }, async (sql) => {
    const accountId = await one(sql`insert into account (book_id, name, kind, currency, opened_on)
      values (${book}, 'Purse', 'cash', 'EUR', '2026-01-01') returning id`);
    const categoryId = await one(sql`select id from category where kind = 'spent' and role is null limit 1`);
    const tagId = await one(sql`select (tags_named(${book}, array['Holiday']))[1] as id`);
    const [transactionId, gone] = [
      await spend(sql, accountId, categoryId),
      await spend(sql, accountId, categoryId),
    ];
    const payeeId = await one(sql`insert into payee (book_id, name) values (${book}, 'Grocer') returning id`);
    const ruleId = await one(sql`insert into rule (book_id, position, match, conditions, actions)
      values (${book}, 1, 'all', '[{"field": "day", "first": 1, "last": 1}]', '[{"set": "cleared"}]') returning id`);
    const dueOn = todayIn('UTC');
    const account = { id: accountId, currency: 'EUR' };
    const owned = { book, person: owner.person, account, category: categoryId };
    const scheduleId = await makeSchedule(sql, { ...owned, first: dueOn });
    const receiptId = await makeReceipt(sql, { book, person: owner.person, transaction: transactionId });
    return {
      ...{ accountId, categoryId, tagId, transactionId, payeeId, ruleId, scheduleId, dueOn, gone },
      ...{ receiptId, year: '2026' },
    };
  });
  const { gone, ...kept } = made;
  await owner.post(`/books/${book}/transactions/${gone}/delete`, { key: 'delete', version: '1' });
  const actId = await started.database.read(opened(owner), (sql) =>
    one(sql`select id from act where kind = 'delete transaction'`),
  );
  await owner.post(`/books/${book}/settings/invitations`, { key: 'invite', role: 'viewer' });
  const invitationId = await one(started.rows`select id from invitation`);
  const account = { id: made.accountId, currency: 'EUR' };
  const text = 'Date,Payee,Amount\n2026-05-02,Shop,-1.00';
  const importId = await started.database.write({ book: opened(owner), key: 'import' }, (sql) =>
    importFile(sql, { book, person: owner.person, account, name: 'x.csv', text }),
  );
  return { bookId: book, personId: viewer.person, actId, invitationId, importId, ...kept };

  async function spend(sql: TransactionSql, account: string, category: string): Promise<string> {
    const id = await one(sql`insert into transaction (book_id, booked_on, kind)
      values (${book}, '2026-05-01', 'spent') returning id`);
    await sql`insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency)
      values (${book}, ${id}, 1, '2026-05-01', ${account}, null, -1250, 'EUR'),
        (${book}, ${id}, 2, '2026-05-01', null, ${category}, 1250, 'EUR')`;
    return id;
  }
}

async function one(rows: PromiseLike<readonly unknown[]>): Promise<string> {
  const [row] = (await rows) as { id: string }[];
  if (!row) throw new Error('there is no such row');
  return row.id;
}
