import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildFrontend } from './frontend/frontend.ts';
import { type Household, household } from './testing/household.ts';

/* What strangers and broken programs send: each gets a clear answer, and nothing is asked of Postgres. */

let home: Household;
beforeAll(async () => {
  home = await household();
});

describe('U+0000, which no text of Postgres can hold', () => {
  it('is refused in every field of every form, in queries and in addresses', async () => {
    const { ada, path } = home;
    const fields = ['email', 'password', 'name', 'payee', 'note', 'key', 'amount', 'timeZone', 'account'];
    const forms = ['/sign-in', '/sign-up', '/settings', '/settings/password', '/books', `${path}/settings`];
    forms.push(`${path}/accounts`, `${path}/categories`, `${path}/transactions`);
    for (const url of forms) {
      for (const field of fields) {
        const { statusCode, body } = await ada.post(url, { [field]: 'a\0b' });
        expect.soft([url, field, statusCode]).toEqual([url, field, 400]);
        expect.soft(body).toContain('U+0000');
      }
    }
    for (const url of [`${path}/transactions?text=%00`, `${path}/accounts/%00`, `/api/data?text=a%00b`]) {
      expect.soft([url, (await ada.get(url)).statusCode]).toEqual([url, 400]);
    }
  });

  it('is refused by the API', async () => {
    for (const payload of [{ payee: 'a\0b' }, { 'pay\0ee': 'x' }]) {
      const response = await home.ada.postJson('/api/data', payload, { 'idempotency-key': 'null' });
      expect(response.statusCode).toBe(400);
      expect(response.body).toContain('U+0000');
    }
  });
});

describe('an address that cannot be read', () => {
  it.each([
    { https: false },
    { https: true },
  ])('is answered with the headers of all answers (https: $https)', async ({ https }) => {
    const { visitor } = https
      ? await household({ https: true, publicOrigin: 'https://money.example.org' })
      : home;
    const { statusCode, headers } = await visitor().get('/%');
    expect(statusCode).toBe(400);
    const ordinary = (await visitor().get('/nowhere')).headers;
    for (const name of Object.keys(ordinary).filter((one) =>
      /^(x-[cf]|cross|referrer|permissions|strict|cache)/.test(one),
    )) {
      expect.soft([name, headers[name]]).toEqual([name, ordinary[name]]);
    }
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers).toHaveProperty(https ? 'strict-transport-security' : 'x-content-type-options');
  });

  it('may be no HTTP at all, or too much of it', async () => {
    for (const [bytes, status] of [
      ['nonsense\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ] as const) {
      const answer = await send(home.app, bytes);
      expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(answer).toContain('x-content-type-options: nosniff');
      expect(answer).toContain("content-security-policy: default-src 'none'");
    }
  });
});

describe('two Host headers', () => {
  it.each([
    ['the app', async () => home.app],
    ['the frontend', () => buildFrontend({ ...frontend, patience: undefined as never })],
  ])('are refused by %s', async (_what, build) => {
    const app = await build();
    const answer = await send(
      app,
      'GET / HTTP/1.1\r\nhost: localhost\r\nHOST: evil.example\r\nconnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).not.toContain('evil.example');
  });
});

describe('the API', () => {
  const key = { 'idempotency-key': 'of-this-test' };
  const raw = async (payload: string, contentType = 'application/json') => {
    const { ada, config } = home;
    const cookie = [...ada.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return home.app.inject({
      method: 'POST',
      url: '/api/data',
      payload,
      headers: {
        ...key,
        cookie,
        origin: config.publicOrigin,
        'x-csrf-token': await ada.token(),
        'content-type': contentType,
      },
    });
  };

  it.each([
    ['a number', '{"amount": 12.5}', '"amount" must be a text'],
    ['null', '{"note": null}', '"note" must be a text'],
    ['true', '{"note": true}', '"note" must be a text'],
    ['a list', '[]', 'one JSON object'],
    ['a member twice', '{"amount": "1.00", "amount": "9.00"}', 'stands there twice'],
    ['a member twice, once in disguise', '{"amount": "1.00", "am\\u006funt": "9.00"}', 'stands there twice'],
  ])('refuses %s', async (_what, payload, text) => {
    const response = await raw(payload);
    expect(response.statusCode).toBe(400);
    expect(response.json().detail).toContain(text);
  });

  it('takes a text that looks like members', async () => {
    const response = await raw('{"note": "\\"a\\": 1, \\"a\\": 2", "amount": "x"}');
    expect(response.json().detail).not.toContain('twice');
  });

  it('takes no form', async () => {
    expect((await raw('amount=1.00', 'application/x-www-form-urlencoded')).statusCode).toBe(415);
  });

  it.each([
    ['kind=Spent', 'kind'],
    ['month=2025-13', 'month'],
    ['account=mine', 'account'],
    ['category=food', 'category'],
    ['currency=euro', 'currency'],
  ])('refuses the filter %s, instead of giving every row', async (query, field) => {
    const response = await home.ada.get(`/api/data?${query}`);
    expect([response.statusCode, response.json().field ?? field]).toEqual([
      query.includes('euro') ? 400 : 422,
      field,
    ]);
    expect(response.body).not.toContain('"data"');
  });

  it.each(['mnth=2025-01', 'kind=spent&kind=received'])('refuses the parameters %s', async (query) => {
    expect((await home.ada.get(`/api/data?${query}`)).statusCode).toBe(422);
  });
});

it('a page says which part of its address cannot be', async () => {
  const { body } = await home.ada.get(`${home.path}/transactions?kind=Spent&month=2025-13`);
  expect(body).toContain('This address asks for what cannot be (kind, month).');
});

describe('a server that cannot keep anything', () => {
  it.each([
    ['53100', 'There is no room left'],
    ['53200', 'has no memory left'],
    ['25006', 'takes no changes just now'],
  ])('says so (%s)', async (code, text) => {
    const own = await household();
    await own.rows.unsafe(`
      create function full_up() returns trigger language plpgsql as $$ begin raise 'full' using errcode = '${code}'; end $$;
      create trigger full_up before insert on account for each row execute function full_up()`);
    const response = await own.ada.post(`${own.path}/accounts`, {
      ...{ key: 'k', name: 'Purse', kind: 'cash', currency: 'EUR', openedOn: '2025-01-01', opening: '0' },
      direction: 'have',
    });
    expect([response.statusCode, response.headers['retry-after']]).toEqual([503, '5']);
    expect(response.body).toContain(text);
    expect(response.body).not.toContain('tell us about it');
  });
});

const frontend = {
  ...{ publicOrigin: 'http://localhost:8080', https: false, logLevel: 'silent', trustedProxies: 0 },
  ...{ upstream: 'http://127.0.0.1:1', host: '127.0.0.1', port: 0, metricsPort: 0, drainSeconds: 0 },
} as unknown as Parameters<typeof buildFrontend>[0];

/** All that comes back for these bytes, until the other side ends. */
async function send(
  app: { server: { listening: boolean; address(): unknown }; listen(at: object): Promise<unknown> },
  bytes: string,
) {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('latin1').on('data', (text) => {
    answer += text;
  });
  socket.on('error', () => {});
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}
