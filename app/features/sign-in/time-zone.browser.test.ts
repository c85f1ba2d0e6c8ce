import { beforeAll, describe, expect, it } from 'vitest';
import { noBrowser } from '../../testing/skip-reasons.ts';
import { type Site, site } from '../../testing/start-app-in-chromium.ts';

let at: Site;
beforeAll(async () => {
  at = await site();
});

describe.skipIf(noBrowser)(`the time zone of a sign-up${noBrowser}`, () => {
  it.each([
    ['of the device', { timezoneId: 'America/Sao_Paulo', locale: 'de-AT' }, 'America/Sao_Paulo'],
    ['of the device, by its other name', { timezoneId: 'Asia/Kolkata', locale: 'en-US' }, 'Asia/Calcutta'],
    ['of the region, without a script', { javaScriptEnabled: false, locale: 'de-AT' }, 'Europe/Vienna'],
    ['UTC, where nothing is known', { javaScriptEnabled: false, locale: 'en-US' }, 'UTC'],
  ])('is that %s', async (_what, options, zone) => {
    const page = await at.open(options);
    await page.goto(`${at.origin}/sign-up`);
    expect(await page.getByLabel('Time zone').inputValue()).toBe(zone);
    await page.context().close();
  });

  it('stays the one that somebody has chosen', async () => {
    const page = await at.open({ timezoneId: 'Asia/Tokyo' });
    await page.goto(`${at.origin}/sign-up`);
    await page.getByLabel('Time zone').selectOption('Europe/Paris');
    await page.getByLabel('Your name').fill('Zoe');
    await page.getByLabel('E-mail').fill('nonsense@nowhere');
    await page.getByLabel('Password').fill('four quiet words here');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('Time zone').inputValue()).toBe('Europe/Paris');
    await page.getByLabel('E-mail').fill('zoe-of-paris@example.org');
    await page.getByLabel('Password').fill('four quiet words here');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('button', { name: 'Zoe' }).waitFor();
    const [row] = await at.rows`
      select p.time_zone, b.zone, b.name from person p join book b on b.made_by = p.id where email like 'zoe-of%'`;
    expect(row).toEqual({ time_zone: 'Europe/Paris', zone: 'Europe/Paris', name: 'Zoe’s book' });
    await page.context().close();
  });
});
