import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, expect, it, vi } from 'vitest';
import { startApp } from '../../testing/start-app.ts';
import { startCollector } from '../../testing/trace-collector.ts';

/* The duration of a response depends on the machine; the work done for it does not. */

const argon2 = vi.spyOn(crypto, 'argon2');
syncBuiltinESMExports();
afterAll(() => {
  argon2.mockRestore();
  syncBuiltinESMExports();
});

it('a sign-in with an unknown e-mail costs what one with a wrong password does: no time tells who has an account', async () => {
  const collector = await startCollector();
  const { app, signedIn, visitor } = await startApp({
    traces: { endpoint: collector.endpoint, sampleRatio: 1 },
  });
  const { email } = await signedIn();
  const attempt = async (who: string) => {
    const browser = visitor();
    await browser.token();
    argon2.mockClear();
    const response = await browser.post('/sign-in', { email: who, password: 'not the password' });
    const derivations = argon2.mock.calls.map(([algorithm, { memory, passes, parallelism }]) => ({
      ...{ algorithm, memory, passes, parallelism },
    }));
    return { status: response.statusCode, derivations, trace: traceOf(response) };
  };
  const [wrong, nobody] = [await attempt(email), await attempt('nobody@example.org')];
  await app.close(); // flushes every span

  expect([wrong.status, nobody.status]).toEqual([422, 422]);
  expect(wrong.derivations).toHaveLength(1);
  expect(nobody.derivations).toEqual(wrong.derivations);
  const steps = (trace: string) =>
    collector.spans
      .filter(({ traceId }) => traceId === trace)
      .map(({ name, attributes }) => attributes['db.query.text'] ?? name);
  expect(steps(wrong.trace).length).toBeGreaterThan(1);
  expect(steps(nobody.trace)).toEqual(steps(wrong.trace));
});

function traceOf({ headers }: { readonly headers: Readonly<Record<string, unknown>> }): string {
  return String(headers['traceresponse']).split('-')[1] ?? '';
}
