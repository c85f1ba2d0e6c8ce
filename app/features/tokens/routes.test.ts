import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { tokenHash } from '../../secret-token.ts';
import { type Household, household } from '../../testing/household.ts';
import { makeToken } from '../../testing/make-token.ts';

let home: Household;
beforeAll(async () => {
  home = await household();
});

const page = () => home.ada.get('/settings/tokens');
const tokenIn = (body: string) => /finance_import_[\w-]{43}/.exec(body)?.[0] ?? '';

describe('tokens for programs', () => {
  it('are shown once, and stored as a hash', async () => {
    const key = randomUUID();
    const made = await home.ada.post('/settings/tokens', { key, name: 'Nightly <fetch>' });
    const token = tokenIn(made.body);
    expect(made.statusCode).toBe(200);
    expect(token).not.toBe('');
    const again = await home.ada.post('/settings/tokens', { key, name: 'Nightly <fetch>' });
    expect(again.body).toContain('The token was shown before');
    const list = (await page()).body;
    expect(list).toContain('Nightly &#60;fetch&#62;');
    expect(list).toContain('never used');
    expect(tokenIn(list)).toBe('');
    const rows = await home.rows`select token_hash as hash, t::text as whole from api_token t`;
    expect(rows).toMatchObject([{ hash: tokenHash(token) }]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('need a name, and are no more than twenty', async () => {
    const eve = await home.signedIn('Eve');
    const unnamed = await eve.post('/settings/tokens', { key: randomUUID(), name: ' ' });
    expect([unnamed.statusCode, unnamed.body]).toEqual([422, expect.stringContaining('#field-name')]);
    for (let n = 0; n < 20; n += 1) await makeToken(eve, `No ${n}`);
    const more = await eve.post('/settings/tokens', { key: randomUUID(), name: 'One more' });
    expect([more.statusCode, more.body]).toEqual([422, expect.stringContaining('Revoke one')]);
  });

  it('end when they are revoked, and for nobody else', async () => {
    const [eve, token] = [await home.signedIn('Eve'), await makeToken(home.ada)];
    const [row] = await home.rows`select id from api_token where token_hash = ${tokenHash(token)}`;
    const id = String(row?.['id']);
    await eve.post('/settings/tokens/revoke', { token: id });
    expect(await statusOf(token)).not.toBe(401);
    expect((await page()).body).toContain('last used');
    const revoked = await home.ada.post('/settings/tokens/revoke', { token: id });
    expect(revoked.headers.location).toBe('/settings/tokens?done=revoked');
    expect(await statusOf(token)).toBe(401);
    expect((await home.ada.get('/settings/tokens?done=revoked')).body).toContain('It works no more.');
    expect((await home.ada.post('/settings/tokens/revoke', { token: 'nonsense' })).statusCode).toBe(303);
  });

  it('end with a new password, however it came to be', async () => {
    const eve = await home.signedIn('Eve');
    const token = await makeToken(eve);
    expect(await statusOf(token)).not.toBe(401);
    const fresh = 'a wholly different sentence';
    await eve.post('/settings/password', { current: eve.password, password: fresh });
    expect(await statusOf(token)).toBe(401);
  });

  it('end after a year without use', async () => {
    const token = await makeToken(home.ada);
    await home.rows`update api_token set used_at = now() - interval '366 days' where token_hash = ${tokenHash(token)}`;
    expect(await statusOf(token)).toBe(401);
    expect((await page()).body).toContain('Not used for a year');
  });
});

async function statusOf(token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' };
  const response = await home.app.inject({ method: 'POST', url: '/api/v1/imports', headers, payload: 'x' });
  return response.statusCode;
}
