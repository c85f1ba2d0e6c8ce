import { beforeAll, expect, it } from 'vitest';
import { type Started, startApp } from '../../testing/start-app.ts';

const wanted = {
  name: 'Ada',
  currency: 'CHF',
  locale: 'de-CH',
  timeZone: 'Europe/Zurich',
  dateFormat: 'DD.MM.YYYY',
  theme: 'dark',
};

let started: Started;
beforeAll(async () => {
  started = await startApp();
});

it('keeps what a person prefers, and uses it at once', async () => {
  const ada = await started.signedIn();
  expect((await ada.post('/settings', wanted)).statusCode).toBe(303);
  const { body } = await ada.get('/settings');
  expect(body).toContain('<html lang="en" data-theme="dark">');
  expect(body).toContain('<option value="Europe/Zurich" selected>');
});

it.each([
  ['name', '  '],
  ['currency', 'XXX'],
  ['locale', 'no such language'],
  ['timeZone', 'Mars/Olympus'],
  ['dateFormat', 'YY'],
  ['theme', 'pink'],
])('refuses a wrong %s and keeps the rest', async (name, value) => {
  const ada = await started.signedIn();
  const response = await ada.post('/settings', { ...wanted, [name]: value });
  expect(response.statusCode).toBe(422);
  expect(response.body).toContain(`href="#field-${name}"`);
  expect((await ada.get('/settings')).body).not.toContain('data-theme="dark"');
});
