import { describe, expect, it } from 'vitest';
import { startApp } from '../testing/start-app.ts';

describe('an address that leads nowhere', () => {
  it('has a page, and JSON for programs', async () => {
    const { visitor } = await startApp();
    const page = await visitor().get('/nowhere');
    expect(page.statusCode).toBe(404);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('There is nothing at this address.');
    const json = await visitor().get('/api/nowhere');
    expect([json.statusCode, json.json()]).toEqual([
      404,
      { error: 'There is nothing at this address.', requestId: expect.any(String) },
    ]);
  });

  it('does not come back as markup', async () => {
    const { visitor } = await startApp();
    for (const url of ['/<script>alert(1)</script>', '/%3Cscript%3E', '/%', '/sign-in?next=<script>']) {
      expect((await visitor().get(url)).body).not.toContain('<script>');
    }
  });
});

describe('a failure', () => {
  it('shows what to mention and nothing of what happened', async () => {
    const { app, visitor, rows } = await startApp();
    await rows`create function fail() returns trigger language plpgsql as $$ begin raise 'hush'; end $$`;
    await rows`create trigger fails before insert on person for each row execute function fail()`;
    const browser = visitor();
    const response = await browser.post('/sign-up', {
      ...{ name: 'Ada', email: 'ada@example.org', password: 'four quiet words' },
      ...{ currency: 'EUR', timeZone: 'UTC' },
    });
    expect(response.statusCode).toBe(500);
    expect(response.body).not.toContain('hush');
    expect(response.body).toContain(String(response.headers['x-request-id']));
    expect(app.server.listening).toBe(false);
  });

  it('of Postgres is told as what it is, with when to come back', async () => {
    const { visitor } = await startApp({ database: nowhere });
    const browser = visitor();
    const response = await browser.post('/sign-in', { email: 'a@b.cd', password: 'x' });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('5');
    expect(response.body).toContain('The database does not answer');
    expect((await browser.get('/')).statusCode).toBe(200);
    expect((await browser.get('/ready')).statusCode).toBe(503);
    expect((await browser.get('/health')).statusCode).toBe(200);
  });
});

describe('a form with fields that cannot be', () => {
  it('names them', async () => {
    const { visitor } = await startApp();
    const response = await visitor().post('/sign-in', { email: 'a@b.cd' });
    expect(response.statusCode).toBe(400);
    expect(response.body).toContain('password');
  });
});

const nowhere = { host: '127.0.0.1', port: 1, name: 'x', poolSize: 1, user: 'x', password: 'x' };
