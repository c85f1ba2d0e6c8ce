import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { everyPage } from '../testing/layout/every-page.ts';
import { type HardSite, hardSite } from '../testing/layout/long-text-household.ts';
import { markupFaults } from '../testing/layout/markup-faults.ts';
import { faultsAt, openTab, show, touchingCards } from '../testing/layout/open-page-and-check-at-widths.ts';
import type { Visit } from '../testing/layout/page-visit-type.ts';
import { noBrowser } from '../testing/skip-reasons.ts';

const pages = Object.entries(everyPage);

describe.skipIf(noBrowser)(`every page${noBrowser}`, () => {
  describe('in a language that is longer, and runs from right to left', () => {
    const tabs = new Map<Visit['who'], Promise<Page>>();
    let at: HardSite;

    beforeAll(async () => {
      at = await hardSite({ language: 'pseudo' });
    });

    /** One tab for all pages of a person: a new one takes longer than most pages. */
    function tabOf(who: Visit['who']): Promise<Page> {
      const tab = tabs.get(who) ?? openTab(who, 'wide', at);
      tabs.set(who, tab);
      return tab;
    }

    it.each(
      pages.filter(([, { act }]) => !act),
    )('%s has valid markup, room between its cards, and does not scroll sideways', async (name, { who }) => {
      const page = await tabOf(who);
      await show(name, page, at);
      expect.soft(await markupFaults(page)).toEqual([]);
      expect.soft(await touchingCards(page), 'cards that touch').toEqual([]);
      for (const width of [390, 1440]) {
        const faults = await faultsAt(width, page);
        expect
          .soft(faults.filter((fault) => /wide$|sideways$/.test(fault)).join('\n'), `${width} px`)
          .toBe('');
      }
    });
  });

  describe('that takes steps in English to reach', () => {
    let at: HardSite;

    beforeAll(async () => {
      at = await hardSite();
    });

    it.each(pages.filter(([, { act }]) => act))('%s has valid markup', async (_name, { who, to, act }) => {
      const page = await at.open({}, who === 'nobody' ? undefined : at[who]);
      await page.goto(at.origin + to(at));
      await act?.(page, at);
      expect(await markupFaults(page)).toEqual([]);
      await page.context().close();
    });

    it('is told of where its markup is wrong', async () => {
      const page = await at.open({ bypassCSP: true });
      await page.setContent(
        '<p id="a"></p><p id="a"></p><select required><option value="x">x</option></select><label for="b">b</label><form></form><ul><p></p></ul>',
      );
      expect(await markupFaults(page)).toEqual([
        'a: two elements have this id',
        'a required list begins without an empty choice: undefined',
        'for names nothing: b',
        '<p> stands in <ul>',
        'headings: none of the first level, or several',
      ]);
      await page.context().close();
    });
  });
});
