import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { noBrowser } from '../testing/skip-reasons.ts';
import { type Site, site } from '../testing/start-app-in-chromium.ts';

let at: Site;
beforeAll(async () => {
  at = await site();
});

const menu = (page: Page) => page.getByRole('button', { name: 'Ada' });
const books = (page: Page) => page.getByRole('link', { name: 'Your books' });

describe.skipIf(noBrowser)(`the menu${noBrowser}`, () => {
  it.each([
    390, 1440,
  ])('closes by a click elsewhere, by Escape and by where it leads, at %s px', async (width) => {
    const page = await at.open({ viewport: { width, height: 844 } }, at.ada);
    await page.goto(at.origin + at.path);
    await menu(page).click();
    await books(page).waitFor();
    await page.mouse.click(20, 600);
    await books(page).waitFor({ state: 'hidden' });
    await menu(page).click();
    await page.keyboard.press('Escape');
    await books(page).waitFor({ state: 'hidden' });
    await menu(page).click();
    await books(page).click();
    await page.getByRole('heading', { name: 'Your books' }).waitFor();
    expect(await books(page).isVisible()).toBe(false);
    await page.goBack();
    await menu(page).waitFor();
    expect(await books(page).isVisible()).toBe(false);
    await page.context().close();
  });

  it('is reached by the keyboard, leads on in its order, and gives the focus back', async () => {
    const page = await at.open({ viewport: { width: 1440, height: 844 } }, at.ada);
    await page.goto(at.origin + at.path);
    await menu(page).focus();
    await page.keyboard.press('Enter');
    await books(page).waitFor();
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate<string>('document.activeElement.textContent.trim()');
    expect(await focused()).toBe('Import');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('Ada');
    await page.context().close();
  });

  it.each([390, 1440])('stands inside the window, below its button, at %s px', async (width) => {
    const page = await at.open({ viewport: { width, height: 844 } }, at.ada);
    for (const path of [at.path, '/books']) {
      await page.goto(at.origin + path);
      await menu(page).click();
      const card = await page.locator('#person-menu').boundingBox();
      const button = await menu(page).boundingBox();
      if (!card || !button) throw new Error('The menu is not there');
      expect(card.x + card.width).toBeLessThanOrEqual(width - 8);
      const starts = await page.evaluate<
        number[]
      >(`[...document.querySelectorAll('#person-menu :is(a, button)')].map((one) => {
        const words = document.createRange();
        words.selectNodeContents(one);
        return words.getBoundingClientRect().left;
      })`);
      expect(new Set(starts).size, `${starts}`).toBe(1);
      expect(Math.abs(card.x + card.width - (button.x + button.width))).toBeLessThan(12);
      expect(card.y - (button.y + button.height)).toBeGreaterThanOrEqual(-8);
      expect(card.y - (button.y + button.height)).toBeLessThan(20);
    }
    await page.context().close();
  });
});
