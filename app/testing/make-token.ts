import { randomUUID } from 'node:crypto';
import type { Browser } from './simulated-browser.ts';

/** Makes a personal token on its page, as somebody does for a program of theirs. */
export async function makeToken(browser: Browser, name = 'A program'): Promise<string> {
  const { body } = await browser.post('/settings/tokens', { key: randomUUID(), name });
  const [token] = /finance_import_[\w-]{43}/.exec(body) ?? [];
  if (token === undefined) throw new Error('The page has no token');
  return token;
}
