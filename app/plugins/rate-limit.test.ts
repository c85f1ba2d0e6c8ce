import { describe, expect, it } from 'vitest';
import type { Browser } from '../testing/browser-session.ts';
import { noRedis } from '../testing/missing.ts';
import { startApp } from '../testing/start-app.ts';
import { limits } from './rate-limit.ts';

/** How many are let through where each pod counts alone. */
const ALONE = Math.floor(limits.signUp.max / 4);

describe('a limit', () => {
  it.skipIf(noRedis)(`holds for all pods together, and says when to come back${noRedis}`, async () => {
    const one = await startApp();
    const two = await startApp({ database: one.config.database, redis: one.config.redis });
    const [here, there] = [one.visitor(), two.visitor()];
    there.remoteAddress = here.remoteAddress;
    const tries = limits.signUp.max;
    await sendForm(here, tries / 2);
    const last = await sendForm(there, tries / 2);
    expect(last?.statusCode).toBe(422);
    const refused = await sendForm(here, 1);
    expect(refused?.statusCode).toBe(429);
    expect(Number(refused?.headers['retry-after'])).toBeGreaterThan(60);
    expect(refused?.body).toContain('Please wait');
    expect((await sendForm(one.visitor(), 1))?.statusCode).toBe(422); // another address
  });

  it('is stricter when each pod has to count alone', async () => {
    const { visitor } = await startApp({ redis: undefined });
    const browser = visitor();
    await sendForm(browser, ALONE);
    expect((await sendForm(browser, 1))?.statusCode).toBe(429);
  });

  it('does not touch what has none', async () => {
    const { visitor } = await startApp({ redis: undefined });
    const browser = visitor();
    for (let n = 0; n < 100; n += 1) await browser.get('/sign-in');
    expect((await browser.get('/sign-in')).statusCode).toBe(200);
  });

  it('goes by the address that an Ingress tells, and not by what strangers tell', async () => {
    const { visitor } = await startApp({ redis: undefined });
    const ingress = visitor();
    ingress.remoteAddress = '10.42.0.7';
    const client = { 'x-forwarded-for': '203.0.113.5' };
    await sendForm(ingress, ALONE, client);
    expect((await sendForm(ingress, 1, client))?.statusCode).toBe(429);
    expect((await sendForm(ingress, 1, { 'x-forwarded-for': '203.0.113.6' }))?.statusCode).toBe(422);

    const stranger = visitor();
    stranger.remoteAddress = '203.0.113.7';
    for (let n = 0; n < ALONE; n += 1) {
      await sendForm(stranger, 1, { 'x-forwarded-for': `203.0.114.${n}` });
    }
    expect((await sendForm(stranger, 1, { 'x-forwarded-for': '203.0.115.1' }))?.statusCode).toBe(429);
  });
});

/** A form that is refused for what is missing, and counted like any other. */
async function sendForm(browser: Browser, times: number, headers: Record<string, string> = {}) {
  const form = { name: '', email: '', password: '', currency: 'EUR', timeZone: 'UTC' };
  let last: Awaited<ReturnType<Browser['post']>> | undefined;
  for (let n = 0; n < times; n += 1) last = await browser.post('/sign-up', form, headers);
  return last;
}
