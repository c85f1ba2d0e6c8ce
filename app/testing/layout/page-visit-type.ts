import type { Page } from 'playwright-core';
import type { HardSite } from './long-text-household.ts';

/** One page of the app, and how to reach it. */
export interface Visit {
  readonly who: 'nobody' | 'ada' | 'ben' | 'cleo' | 'dora' | 'finn';
  /** Path to open. */
  readonly to: (at: HardSite) => string;
  /** Steps to take there, if the page is the response to a form. */
  readonly act?: (page: Page, at: HardSite) => Promise<unknown>;
  /** @default 200 - status of the opened path, before any steps */
  readonly status?: number;
}
