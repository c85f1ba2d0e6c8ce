import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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
      const context = await browser.newContext(options);
      context.setDefaultTimeout(HANGS);
      const cookies = [...(who?.cookies ?? [])].map(([name, value]) => ({ name, value, url: origin }));
      await context.addCookies(cookies);
      return context.newPage();
    },
  };
}

/** Runs axe; returns one line per violation. */
export async function violations(page: Page, onlyRules?: readonly string[]): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async (rules) => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<Result> } };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
    const runOnly = rules ? { type: 'rule', values: rules } : { type: 'tag', values: tags };
    const { violations } = await axe.run({ runOnly });
    return violations.flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.target} ${node.html.slice(0, 120)}`),
    );
  }, onlyRules);
}

interface Result {
  readonly violations: readonly { id: string; nodes: readonly { target: unknown; html: string }[] }[];
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function launch(options: LaunchOptions): Promise<Browser> {
  const executablePath = inject('browser');
  if (executablePath === null)
    throw new Error('no browser here: these tests need describe.skipIf(noBrowser)');
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-gpu'];
  const browser = await chromium.launch({ executablePath, args, ...options });
  closeAfterTest(() => browser.close());
  return browser;
}
