import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildFrontend } from './frontend/assemble-static-file-and-proxy-server.ts';
import { type Household, household } from './testing/household.ts';

/* Malformed input of strangers and broken programs: each gets a clear response, without a query to Postgres. */

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

  it('may be too long', async () => {
    const { statusCode, body } = await home.visitor().get(`/books/${'a'.repeat(500)}`);
    expect([statusCode, body]).toEqual([414, 'This address is too long.']);
  });
});

const host = 'host: localhost\r\n';
const close = 'connection: close\r\n\r\n';

describe.each([
  ['the app', async () => home.app, '/health'],
  ['the frontend', () => buildFrontend({ ...frontend, patience: undefined as never }), '/frontend/health'],
])('of what is hardly HTTP, %s', (_what, build, path) => {
  it.each([
    ['no HTTP at all', 'nonsense\r\n\r\n', 400],
    ['a large header', `GET ${path} HTTP/1.1\r\n${host}x: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['3,000 headers', `GET ${path} HTTP/1.1\r\n${host}${'a:\r\n'.repeat(3000)}\r\n`, 431],
    [
      '3,000 headers before that of the host',
      `GET ${path} HTTP/1.1\r\n${'a:\r\n'.repeat(3000)}${host}\r\n`,
      431,
    ],
    ['2,000 cookies', `GET ${path} HTTP/1.1\r\n${host}cookie: ${'name=value; '.repeat(2000)}\r\n\r\n`, 431],
    ['an endless address', `GET /${'a'.repeat(30_000)} HTTP/1.1\r\n${host}\r\n`, 431],
    ['an expectation', `GET ${path} HTTP/1.1\r\n${host}expect: nonsense\r\n\r\n`, 417],
    [
      'an expectation before a body',
      `POST / HTTP/1.1\r\n${host}expect: 7\r\ncontent-length: 3\r\n\r\nabc`,
      417,
    ],
    ['two hosts', `GET ${path} HTTP/1.1\r\n${host}HOST: evil.example\r\n${close}`, 400],
    ['no host', `GET ${path} HTTP/1.1\r\n${close}`, 400],
    ['a host that cannot be', `GET ${path} HTTP/1.1\r\nhost: evil.example/"<>\r\n${close}`, 400],
    ['two lengths', `POST / HTTP/1.1\r\n${host}content-length: 1\r\ncontent-length: 2\r\n\r\nab`, 400],
    [
      'a length and chunks',
      `POST / HTTP/1.1\r\n${host}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
      400,
    ],
  ])('refuses %s, with the headers of all answers', async (_what, bytes, status) => {
    const answer = await send(await build(), bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im);
    expect(answer).toMatch(/^content-security-policy: default-src 'none';/im);
    expect(answer).toMatch(/^connection: close\r$/im);
    expect(answer).not.toMatch(/evil\.example|<>/);
    expect(answer.match(/^HTTP\/1.1 /gm)).toHaveLength(1);
  });

  it.each([
    ['no host, before HTTP/1.1', `GET ${path} HTTP/1.0\r\n\r\n`],
    ['the host of a proxy', `GET http://evil.example${path} HTTP/1.1\r\n${host}${close}`],
    ['a host with a port', `GET ${path} HTTP/1.1\r\nhost: [::1]:8080\r\n${close}`],
    ['a hundred headers', `GET ${path} HTTP/1.1\r\n${host}${'a: b\r\n'.repeat(100)}${close}`],
  ])('takes %s', async (_what, bytes) => {
    expect(await send(await build(), bytes)).toMatch(/^HTTP\/1.1 200 /);
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

describe('a server that cannot keep anything just now', () => {
  it.each([
    ['40001', 'Others were changing the same'],
    ['40P01', 'Others were changing the same'],
    ['55P03', 'Others were changing the same'],
    ['57014', 'took the database too long'],
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

it.each([
  '55000',
  '22P05',
  '23514',
  '42501',
  'XX000',
  '58030',
])('an error of Postgres that nobody thought of (%s) is told without a word of it', async (code) => {
  const own = await household();
  await own.rows.unsafe(`
      create function fail() returns trigger language plpgsql as $$ begin
        raise 'hush' using errcode = '${code}', detail = 'hush', hint = 'hush', table = 'hush', constraint = 'hush'; end $$;
      create trigger fails before insert on category for each row execute function fail()`);
  const form = { key: 'k', kind: 'spent', name: 'Tea', parent: '' };
  const response = await own.ada.post(`${own.path}/categories`, form);
  expect(response.statusCode).toBe(500);
  expect(response.body).toContain(String(response.headers['x-request-id']));
  expect(response.body).not.toMatch(new RegExp(`hush|Postgres|>[^<]*${code}`));
});

const frontend = {
  ...{ publicOrigin: 'http://localhost:8080', https: false, logLevel: 'silent', trustedProxies: 0 },
  ...{ upstream: 'http://127.0.0.1:1', host: '127.0.0.1', port: 0, metricsPort: 0, drainSeconds: 0 },
} as unknown as Parameters<typeof buildFrontend>[0];

/** Sends bytes; resolves to everything received until the server closes. */
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
