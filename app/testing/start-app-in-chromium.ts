import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
  type Page,
} from 'playwright-core';
import { inject } from 'vitest';
import type { Config } from '../config.ts';
import { closeAfterTest } from './close-after-test.ts';
import { freePort } from './free-port.ts';
import { type Household, household } from './household.ts';
import type { Browser as Jar } from './simulated-browser.ts';

/** Milliseconds after which a page hangs: far more than a busy machine needs. */
const HANGS = 240_000;

export interface Site extends Household {
  readonly origin: string;
  /** Opens a page in a fresh browser profile, with the cookies of `who` if given. */
  open(options?: BrowserContextOptions, who?: Jar): Promise<Page>;
}

/** Starts the app on a real port with a real Chromium; both are closed after the test file. */
export async function site(
  browserOptions: LaunchOptions = {},
  overrides: Partial<Config> = {},
): Promise<Site> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const home = await household({ ...overrides, publicOrigin: origin });
  await home.app.listen({ host: '127.0.0.1', port });
  const browser = await launch(browserOptions);
  return {
    ...home,
    origin,
    open: async (options = {}, who) => {
      // Told here, because a Chromium without windows tells no language by itself.
      const context = await browser.newContext({ locale: 'en-US', ...options });
      context.setDefaultTimeout(HANGS);
      const cookies = [...(who?.cookies ?? [])].map(([name, value]) => ({ name, value, url: origin }));
      await context.addCookies(cookies);
      return context.newPage();
    },
  };
}

async function launch(options: LaunchOptions): Promise<Browser> {
  const executablePath = inject('browser');
  if (executablePath === null)
    throw new Error('no browser here: these tests need describe.skipIf(noBrowser)');
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-gpu'];
  const browser = await chromium.launch({ executablePath, args, ...options });
  closeAfterTest(() => browser.close());
  return browser;
}
