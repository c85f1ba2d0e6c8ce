import type { Page } from 'playwright-core';
import { enlargeSums } from './enlarge-sums-on-page.ts';
import { everyPage } from './every-page.ts';
import { faultsIn } from './layout-faults.ts';
import type { HardSite } from './long-text-household.ts';
import type { Visit } from './page-visit-type.ts';
import { type Font, writeIn, written } from './render-in-test-font.ts';

/** Viewport widths, from the smallest phone to a desktop. */
export const widths = [320, 360, 390, 768, 1440] as const;

/** Opens a page of `everyPage` in a font, filled with the largest possible sums. */
export async function open(name: string, font: Font, at: HardSite): Promise<Page> {
  const page = await openTab(visitOf(name).who, font, at);
  await show(name, page, at);
  return page;
}

/** Opens an empty tab for pages of one person, each shown in a font. */
export async function openTab(who: Visit['who'], font: Font, at: HardSite): Promise<Page> {
  const page = await at.open({ bypassCSP: true }, who === 'nobody' ? undefined : at[who]);
  await writeIn(font, page);
  return page;
}

/** Shows a page of `everyPage` in a tab of its person, filled with the largest possible sums. */
export async function show(name: string, page: Page, at: HardSite): Promise<void> {
  const visit = visitOf(name);
  const response = await page.goto(at.origin + visit.to(at));
  const { status = 200 } = visit;
  if (response?.status() !== status)
    throw new Error(`"${name}" answered ${response?.status()}, not ${status}`);
  await visit.act?.(page, at);
  await written(page);
  await enlargeSums(page);
}

function visitOf(name: string): Visit {
  const visit = everyPage[name];
  if (!visit) throw new Error(`There is no page "${name}", only ${Object.keys(everyPage).join(', ')}`);
  return visit;
}

/** Layout faults of a page at a width, as loaded and with everything expanded. */
export async function faultsAt(width: number, page: Page): Promise<string[]> {
  await page.setViewportSize({ width, height: 844 });
  const shut = await faultsIn(page);
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
  await page.evaluate('for (const one of document.querySelectorAll("[popover]")) one.showPopover()');
  const open = await faultsIn(page);
  await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = false');
  await page.evaluate('for (const one of document.querySelectorAll("[popover]")) one.hidePopover()');
  return [...new Set([...shut, ...open])];
}

/** Cards below which the next one begins at once. */
export function touchingCards(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('.card + .card')].flatMap((card) => {
    const [above, below] = [card.previousElementSibling.getBoundingClientRect(), card.getBoundingClientRect()];
    const isBelow = below.height > 0 && above.height > 0 && below.left < above.right && above.left < below.right;
    return isBelow && below.top - above.bottom < 4 ? [card.className + ': ' + card.textContent.slice(0, 40)] : [];
  })`);
}
