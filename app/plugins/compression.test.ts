import { once } from 'node:events';
import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildFrontend } from '../frontend/assemble-static-file-and-proxy-server.ts';
import { readFrontendConfig } from '../frontend/read-proxy-config-from-environment.ts';
import { type Household, household } from '../testing/household.ts';
import { spentOn } from '../testing/spent-entry.ts';

let home: Household;
let pages: readonly string[];
beforeAll(async () => {
  home = await household();
  const bank = await home.account('Bank');
  const food = await home.category('Groceries');
  for (let n = 0; n < 60; n++)
    await home.enter({
      ...spentOn(bank, food, BigInt(100 + 37 * n)),
      payee: `Shop No. ${n % 9}`,
      note: `note ${n}`,
    });
  pages = [
    home.path,
    `${home.path}/transactions`,
    `${home.path}/transactions/new`,
    `${home.path}/settings`,
    '/api/data',
  ];
});

const take = (encoding: string, url = `${home.path}/transactions`, headers: Record<string, string> = {}) =>
  home.ada.get(url, { 'accept-encoding': encoding, ...headers });

/** Removes the values that differ in every page. */
const plain = (body: string) => body.replaceAll(/value="[^"]{36,}"/g, '');

describe('a page', () => {
  it.each([
    ['br', 'gzip, deflate, br, zstd', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['gzip', 'br;q=0, *', gunzipSync],
  ] as const)('is sent in %s to who accepts "%s", and is the same', async (encoding, accepted, open) => {
    for (const url of pages) {
      const { headers, rawPayload } = await take(accepted, url);
      expect(headers['content-encoding'], url).toBe(encoding);
      expect(headers['vary']).toContain('Accept-Encoding');
      expect(Number(headers['content-length'])).toBe(rawPayload.length);
      const whole = await home.ada.get(url);
      expect(plain(open(rawPayload).toString())).toBe(plain(whole.body));
      expect(rawPayload.length).toBeLessThan(whole.rawPayload.length / 3);
    }
  });

  it.each([
    '',
    'identity',
    'zstd',
    'br;q=0',
    'deflate',
  ])('is sent as it is to who accepts "%s"', async (accepted) => {
    const { headers, body } = await take(accepted);
    expect(headers['content-encoding']).toBeUndefined();
    expect(body).toContain('<!doctype html>');
  });

  it.each([
    'cross-site',
    'same-site',
  ])('is not made smaller for a %s request, which may guess', async (site) => {
    expect(
      (await take('br', undefined, { 'sec-fetch-site': site })).headers['content-encoding'],
    ).toBeUndefined();
    const own = await take('br', undefined, { 'sec-fetch-site': 'same-origin' });
    expect(own.headers['content-encoding']).toBe('br');
  });

  it('proves itself by nothing that stands in it twice, so that no length tells of it', async () => {
    const proofs = async () => {
      const { body } = await home.ada.get(`${home.path}/transactions/new`);
      const values = [...body.matchAll(/name="(?:_csrf|key)" value="([^"]+)"/g)].map(
        ([, value = '']) => value,
      );
      // Up to the first "-" it says whose token it is, which is no secret.
      return values.flatMap((value) => value.slice(value.indexOf('-') + 1).split('.'));
    };
    const parts = (all: string[]) =>
      new Set(
        all.flatMap((text) =>
          Array.from({ length: Math.max(0, text.length - 7) }, (_, n) => text.slice(n, n + 8)),
        ),
      );
    const [known, other] = [parts(await proofs()), parts(await proofs())];
    expect(known.size).toBeGreaterThan(60);
    expect([...other].filter((part) => known.has(part))).toEqual([]);
  });
});

it('a short answer and a HEAD are left alone', async () => {
  expect((await take('br', '/api/visitors')).headers['content-encoding']).toBeUndefined();
  const { headers } = await home.app.inject({
    method: 'HEAD',
    url: '/',
    headers: { 'accept-encoding': 'br' },
  });
  expect(headers['content-encoding']).toBeUndefined();
});

it('the tier before the app hands on what it gets', async () => {
  const upstream = await home.app.listen({ host: '127.0.0.1', port: 0 });
  const environment = { PUBLIC_URL: 'https://money.example.org', UPSTREAM: upstream, LOG_LEVEL: 'silent' };
  const frontend = await buildFrontend(readFrontendConfig(environment));
  onTestFinished(() => frontend.close());
  const at = await frontend.listen({ host: '127.0.0.1', port: 0 });
  const cookie = [...home.ada.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const path = `${home.path}/transactions`;
  const headers = { cookie, 'accept-encoding': 'br' };
  const [response] = await once(request(at + path, { headers }).end(), 'response');
  expect(response.headers['content-encoding']).toBe('br');
  const bytes = Buffer.concat(await response.toArray());
  expect(brotliDecompressSync(bytes).toString()).toContain('Shop No. 8');
});
