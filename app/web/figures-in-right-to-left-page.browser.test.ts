import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { noBrowser } from '../testing/skip-reasons.ts';
import { type Site, site } from '../testing/start-app-in-chromium.ts';
import { todayIn } from '../time-zones.ts';

describe.skipIf(noBrowser)(`a page that runs from right to left${noBrowser}`, () => {
  let at: Site;

  beforeAll(async () => {
    at = await site({}, { language: 'pseudo' });
    const giro = await at.account('Giro', { opening: -900_000n });
    const around = { account: giro, bookedOn: todayIn('UTC') } as const;
    const food = await at.category('Groceries');
    await at.enter({ ...around, kind: 'spent', lines: [{ category: food, amount: 1_234n, note: '' }] });
    const salary = await at.category('Salary');
    await at.enter({ ...around, kind: 'received', lines: [{ category: salary, amount: 2_345n, note: '' }] });
  });

  it.each(['en-GB', 'de-DE', 'sv-SE'])('has each figure and each day in the order of %s', async (locale) => {
    await at.rows`update person set locale = ${locale}, date_format = 'locale' where id = ${at.ada.person}`;
    const page = await at.open({}, at.ada);
    for (const path of ['', '/transactions', '/accounts']) {
      await page.goto(`${at.origin}${at.path}${path}`);
      expect.soft(await disorderIn(page), path).toEqual([]);
    }
    await page.context().close();
  });

  it('has the sign of a sum in front while it is typed', async () => {
    await at.rows`update person set locale = 'en-GB' where id = ${at.ada.person}`;
    const page = await at.open({}, at.ada);
    await page.goto(`${at.origin}${at.path}/transactions/new`);
    await page.fill('[name=amount]', '1-3.50');
    await page.locator('output', { hasText: '2.50' }).waitFor();
    expect(await disorderIn(page)).toEqual([]);
    await page.context().close();
  });
});

/** Texts with a figure or a day whose characters are not shown from left to right. */
async function disorderIn(page: Page): Promise<string[]> {
  const figures: { text: string; inOrder: boolean }[] = await page.evaluate(`(() => {
    const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const node = texts.currentNode;
      for (const { 0: figure, index } of node.data.matchAll(/\\d{1,2}\\.? \\p{L}+\\.? \\d{4}|[-+−]?\\p{Sc}?[\\d.,]*\\d(?:\\u00a0(?:\\p{Sc}|kr))?/gu)) {
        const lefts = [...figure].map((_, at) => {
          const range = document.createRange();
          range.setStart(node, index + at);
          range.setEnd(node, index + at + 1);
          return range.getBoundingClientRect().left;
        });
        if (lefts.some((left) => left > 0))
          found.push({ text: node.data, inOrder: lefts.every((left, at) => at === 0 || left >= lefts[at - 1]) });
      }
    }
    return found;
  })()`);
  expect(figures.length).toBeGreaterThan(0);
  return figures.filter(({ inOrder }) => !inOrder).map(({ text }) => text);
}
