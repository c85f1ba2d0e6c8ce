import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { buildApp } from '../app.ts';
import { exhaustLimit } from '../testing/fill-rate-limit-counter.ts';
import { household } from '../testing/household.ts';
import type { Browser } from '../testing/simulated-browser.ts';
import { noRedis } from '../testing/skip-reasons.ts';
import { type SignedIn, type Started, startApp } from '../testing/start-app.ts';
import { unescapeMarkup } from '../testing/unescape-character-references.ts';
import { sendFieldsAgain } from '../web/resend-form.ts';
import { limits } from './rate-limit.ts';

describe('a limit of a network', () => {
  it.skipIf(noRedis)(`holds for all pods together, and says when to come back${noRedis}`, async () => {
    const one = await startApp();
    const two = await startApp({ database: one.config.database, redis: one.config.redis });
    const [here, there] = [one.visitor(), two.visitor()];
    there.remoteAddress = here.remoteAddress;
    const tries = limits.signUp.max;
    await signUp(here, tries / 2);
    const last = await signUp(there, tries / 2);
    expect(last?.statusCode).toBe(422);
    const refused = await signUp(here, 1);
    expect(refused?.statusCode).toBe(429);
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(60);
    expect(refused?.body).toContain('Please wait');
    expect(refused?.body).toMatch(/taken from one network .* Nothing was changed. Wait \d+ minutes, then/);
    expect((await signUp(one.visitor(), 1))?.statusCode).toBe(422); // another address
  });

  it('is the same where each pod has to count alone, so that it keeps nobody out whom it lets in otherwise', async () => {
    const { visitor } = await startApp({ redis: undefined });
    const browser = visitor();
    expect((await signUp(browser, limits.signUp.max))?.statusCode).toBe(422);
    expect((await signUp(browser, 1))?.statusCode).toBe(429);
  });

  it('does not touch what is only looked at', async () => {
    const { visitor } = await startApp({ redis: undefined });
    const browser = visitor();
    for (let n = 0; n < 100; n += 1) await browser.get('/sign-in');
    expect((await browser.get('/sign-in')).statusCode).toBe(200);
  });

  it('goes by the address that an Ingress tells, and not by what strangers tell', async () => {
    const { visitor } = await startApp({ redis: undefined });
    const { max } = limits.signUp;
    const ingress = visitor();
    ingress.remoteAddress = '10.42.0.7';
    const client = { 'x-forwarded-for': '203.0.113.5' };
    await signUp(ingress, max, client);
    expect((await signUp(ingress, 1, client))?.statusCode).toBe(429);
    expect((await signUp(ingress, 1, { 'x-forwarded-for': '203.0.113.6' }))?.statusCode).toBe(422);

    const stranger = visitor();
    stranger.remoteAddress = '203.0.113.7';
    for (let n = 0; n < max; n += 1) await signUp(stranger, 1, { 'x-forwarded-for': `203.0.114.${n}` });
    expect((await signUp(stranger, 1, { 'x-forwarded-for': '203.0.115.1' }))?.statusCode).toBe(429);
  });
});

describe.each([{ redis: 'Redis' }, { redis: 'no Redis' }])('a limit of a person, with $redis', ({
  redis,
}) => {
  const skipped = redis === 'Redis' && noRedis !== '';
  const start = () => household(redis === 'Redis' ? {} : { redis: undefined });

  it.skipIf(skipped)('is one for all of their sessions and addresses, and none of a neighbour', async () => {
    const home = await start();
    const account = (await home.account('Bank')).id;
    const elsewhere = await another(home, home.ada);
    await exhaustLimit(home, home.ada, limits.api, limits.api.max - 10);
    const taken: number[] = [];
    for (let n = 0; n < 40; n += 1) {
      const browser = n % 2 === 0 ? home.ada : elsewhere;
      browser.remoteAddress = `203.0.113.${n}`;
      const { statusCode } = await post(browser, account, `row-${n}`);
      if (statusCode === 201) taken.push(n);
      else expect(statusCode).toBe(429);
    }
    expect(taken).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await home.rows`select from transaction`).toHaveLength(10);
    const last = await post(elsewhere, account, 'at-last');
    expect(last.headers['content-type']).toContain('application/problem+json');
    expect(Number(last.headers['retry-after'])).toBeGreaterThan(60);
    expect(last.json()).toEqual({
      type: 'about:blank',
      title: 'Too many requests',
      status: 429,
      detail: expect.stringMatching(/taken from one person .* Wait \d+ minutes, then send it again/),
      requestId: expect.any(String),
    });

    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'editor');
    ben.remoteAddress = home.ada.remoteAddress;
    expect((await post(ben, account, 'of-ben', home.book)).statusCode).toBe(201);
    expect((await home.ada.get('/api/data')).statusCode).toBe(200);
  });

  it.skipIf(skipped)('lets no more through when all come at once', async () => {
    const home = await start();
    await exhaustLimit(home, home.ada, limits.newBook, limits.newBook.max - 3);
    await home.ada.token();
    const form = (name: string) => ({ key: randomUUID(), name, currency: 'EUR' });
    const sent = Array.from({ length: 20 }, (_, n) => home.ada.post('/books', form(`Club ${n}`)));
    const statuses = (await Promise.all(sent)).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 303)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(17);
  });

  it.skipIf(skipped)('lets through so many books, however their address is written', async () => {
    const { ada, rows } = await start();
    let made = 0;
    for (let n = 0; n < 30; n += 1) {
      const form = { key: randomUUID(), name: `Book ${n}`, currency: 'EUR' };
      const { statusCode } = await ada.post(['/books', '/books/', '/books?a=b'][n % 3] ?? '', form);
      if (statusCode === 303) made += 1;
      else expect(statusCode).toBe(429);
    }
    expect(made).toBe(limits.newBook.max);
    expect(await rows`select from book`).toHaveLength(made + 1);
  });
});

/** One store for all counts: on a busy machine Redis may time out, and be bypassed for a while. */
const alone = { redis: undefined };

describe('a form that is over the limit', () => {
  it('is kept whole in the page that says so, and can be sent from there', async () => {
    const home = await household(alone);
    const { ada, path } = home;
    const account = (await home.account('Bank')).id;
    const category = await home.category('Groceries');
    const form = {
      key: randomUUID(),
      kind: 'spent',
      bookedOn: '2026-01-02',
      payee: 'Böckerei "<b>&',
      note: 'two\nlines',
      account,
      amount: '3.00',
      partAmount: ['1.00', '2.00'],
      category: [category, category],
      lineNote: ['', 'milk'],
      intent: 'save',
    };
    await exhaustLimit(home, ada, limits.form);
    const { statusCode, headers, body } = await ada.post(`${path}/transactions`, form);
    expect([statusCode, Number(headers['retry-after']) > 0]).toEqual([429, true]);
    expect(body).toContain('What you typed is kept in this page.');
    const { action, fields } = formIn(body);
    expect(action.replace(/\?$/, '')).toBe(`${path}/transactions`);
    expect(fields).toEqual({ ...form, _csrf: expect.any(String) });

    await exhaustLimit(home, ada, limits.form, -limits.form.max); // the window is over
    expect((await ada.post(action, fields)).headers.location).toContain(`${path}/transactions?`);
    const rows = await home.rows`select note from transaction`;
    expect([...rows]).toEqual([{ note: form.note }]);
    expect(unescapeMarkup((await ada.get(`${path}/transactions`)).body)).toContain(form.payee);
  });

  it('is sent to this site alone, whoever a proxy says that it is', () => {
    const page = sendFieldsAgain('http://evil.example/settings?a=b', [], 'token');
    expect(formIn(page)).toEqual({ action: '/settings?a=b', fields: { _csrf: 'token' } });
  });

  it('is not made a page of where it is none of ours', async () => {
    const home = await household(alone);
    await exhaustLimit(home, home.ada, limits.form);
    for (const note of ['x'.repeat(520_000), Array.from({ length: 2000 }, () => 'x')]) {
      const { statusCode, body } = await home.ada.post(`${home.path}/transactions`, { note });
      expect([statusCode, body.includes('What you typed')]).toEqual([429, false]);
    }
  });

  it('with a password in it is not kept', async () => {
    const home = await household(alone);
    await exhaustLimit(home, home.ada, limits.password);
    const { statusCode, body } = await home.ada.post('/settings/password', {
      current: home.ada.password,
      password: 'five quiet words in here',
    });
    expect(statusCode).toBe(429);
    expect(body).not.toMatch(/quiet words|What you typed/);
  });

  it('keeps nobody from signing out', async () => {
    const home = await household(alone);
    await exhaustLimit(home, home.ada, limits.form);
    expect((await home.ada.post('/sign-out')).statusCode).toBe(303);
  });

  it('is not one that another site has the browser of a person send', async () => {
    const home = await household(alone);
    const { ada, path } = home;
    for (let n = 0; n <= limits.form.max; n += 1)
      await ada.post(`${path}/settings`, { key: 'k', name: 'Theirs' }, { origin: 'https://evil.example' });
    expect((await ada.post(`${path}/settings`, { key: 'k', name: 'Ours' })).statusCode).toBe(303);
  });
});

describe('a route that writes', () => {
  it.each([
    'POST /settings',
    'POST /api/data',
    'POST /sign-in',
    'GET /api/visitors',
  ])('cannot be registered without a limit, such as %s', async (name) => {
    const { config } = await startApp();
    for (const instead of [undefined, false, { max: 1e9 }]) {
      const built = buildApp(config, (route) => {
        const at = route.url.replace(/(?<=.)\/$/, '');
        if (`${route.method} ${at}` === name)
          Object.assign(route, { config: { ...route.config, rateLimit: instead } });
      }).then(async (app) => {
        onTestFinished(() => app.close());
        await app.ready();
      });
      await expect(built).rejects.toThrow('writes and has no limit');
    }
  });

  it('takes no method by another name', async () => {
    const { ada, path } = await household();
    const form = { key: randomUUID(), name: 'Cash', kind: 'spent', parent: '', _method: 'DELETE' };
    const sent = await ada.post(`${path}/categories`, form, { 'x-http-method-override': 'GET' });
    expect(sent.headers['x-ratelimit-limit']).toBe(String(limits.form.max));
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'] as const) {
      const { statusCode } = await ada.app.inject({
        method,
        url: '/books/new/x',
        remoteAddress: '203.0.113.9',
      });
      expect([403, 404, 303]).toContain(statusCode);
    }
  });
});

/** Sends a form that fails validation, and counts like any other. */
async function signUp(browser: Browser, times: number, headers: Record<string, string> = {}) {
  const form = { name: '', email: '', password: '', currency: 'EUR', timeZone: 'UTC' };
  let last: Awaited<ReturnType<Browser['post']>> | undefined;
  for (let n = 0; n < times; n += 1) last = await browser.post('/sign-up', form, headers);
  return last;
}

/** Signs somebody in on another browser. */
async function another({ visitor }: Started, { email, password }: SignedIn): Promise<Browser> {
  const browser = visitor();
  await browser.post('/sign-in', { email, password });
  return browser;
}

function post(browser: Browser, account: string, key: string, book?: string) {
  const spent = { bookedOn: '2026-01-02', amount: '-1.00', account };
  const url = book === undefined ? '/api/data' : `/api/data?book=${book}`;
  return browser.postJson(url, spent, { 'idempotency-key': key });
}

/** The form in the page that preserves the input. */
function formIn(body: string) {
  const [, action = '', inside = ''] =
    /<form method="post" action="([^"]+)">((?:(?!<\/form>).)*kept in this page.*?)<\/form>/s.exec(body) ?? [];
  const fields: Record<string, string | string[]> = {};
  for (const [, name = '', text = ''] of inside.matchAll(/name="([^"]+)" value="([^"]*)"/g)) {
    const value = unescapeMarkup(text);
    const before = fields[name];
    fields[name] = before === undefined ? value : [before, value].flat();
  }
  return { action: unescapeMarkup(action), fields };
}
