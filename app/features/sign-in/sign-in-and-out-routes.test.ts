import { describe, expect, it } from 'vitest';
import { startApp } from '../../testing/start-app.ts';

describe('signing in', () => {
  it('leads to where one wanted to go, within this site', async () => {
    const { signedIn, visitor } = await startApp();
    const { email, password, book } = await signedIn();
    const wanted = await visitor().get(`/books/${book}?month=2026-05`);
    expect(wanted.headers.location).toBe(
      `/sign-in?next=${encodeURIComponent(`/books/${book}?month=2026-05`)}`,
    );
    const page = await visitor().get(String(wanted.headers.location));
    expect(page.body).toContain(`value="/books/${book}?month&#61;2026-05"`);
    const go = async (next: string) =>
      (await visitor().post('/sign-in', { email, password, next })).headers.location;
    expect(await go(`/books/${book}`)).toBe(`/books/${book}`);
    expect(await go('https://evil.example/')).toBe('/');
  });

  it('takes the e-mail however it is written', async () => {
    const { signedIn, visitor } = await startApp();
    const { email, password } = await signedIn();
    const response = await visitor().post('/sign-in', { email: ` ${email.toUpperCase()} `, password });
    expect(response.statusCode).toBe(303);
  });

  it('says the same for an unknown e-mail as for a wrong password', async () => {
    const { signedIn, visitor } = await startApp();
    const { email } = await signedIn();
    const attempt = async (who: string) => {
      const response = await visitor().post('/sign-in', { email: who, password: 'not the password' });
      const body = response.body.replace(/name="_csrf" value="[^"]+"/, '').replaceAll(who, 'WHO');
      return { status: response.statusCode, body };
    };
    expect(await attempt('nobody@example.org')).toEqual(await attempt(email));
  });

  it('does not look at a password of absurd length', async () => {
    const { visitor } = await startApp();
    const response = await visitor().post('/sign-in', { email: 'a@b.cd', password: 'x'.repeat(2000) });
    expect(response.statusCode).toBe(400);
  });
});
