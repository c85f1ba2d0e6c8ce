import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { everyPage } from '../testing/layout/every-page.ts';
import { type HardSite, hardSite } from '../testing/layout/long-text-household.ts';
import { noBrowser } from '../testing/skip-reasons.ts';

/* Rules of HTML (the Living Standard) that a browser forgives and a validator does not, on every page. */

let at: HardSite;
beforeAll(async () => {
  at = await hardSite();
});

describe.skipIf(noBrowser)(`markup${noBrowser}`, () => {
  it.each(Object.entries(everyPage))('%s', async (_name, { who, to, act }) => {
    const page = await at.open({}, who === 'nobody' ? undefined : at[who]);
    await page.goto(at.origin + to(at));
    await act?.(page, at);
    expect(await faults(page)).toEqual([]);
    await page.context().close();
  });

  it('is told of where it is wrong', async () => {
    const page = await at.open({ bypassCSP: true });
    await page.goto(at.origin);
    await page.evaluate((markup) => {
      (globalThis as unknown as { document: { body: { innerHTML: string } } }).document.body.innerHTML =
        markup;
    }, '<p id="a"></p><p id="a"></p><select required><option value="x">x</option></select><label for="b">b</label><form></form><ul><p></p></ul>');
    expect(await faults(page)).toEqual([
      'a: two elements have this id',
      'a required list begins without an empty choice: undefined',
      'for names nothing: b',
      '<p> stands in <ul>',
      'headings: none of the first level, or several',
    ]);
    await page.context().close();
  });
});

function faults(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const ids = all('[id]').map(({ id }) => id);
    const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
    const lists = all('select[required]:not([multiple])').filter(({ options }) => options[0]?.value !== '' || options[0].parentElement.tagName !== 'SELECT');
    const references = ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'list', 'popovertarget'];
    const nothing = references.flatMap((name) => all('[' + name + ']').flatMap((one) =>
      one.getAttribute(name).split(' ').filter((id) => !document.getElementById(id)).map((id) => name + ' names nothing: ' + id)));
    const inside = all('ul > :not(li, script, template), ol > :not(li), dl > :not(dt, dd, div), tr > :not(td, th), p :is(p, div, ul, form, table)');
    const nested = all(':is(a, button, summary) :is(a, button, input, select), form form');
    return [
      ...twice.map((id) => id + ': two elements have this id'),
      ...lists.map(({ name }) => 'a required list begins without an empty choice: ' + (name || undefined)),
      ...nothing,
      ...inside.map((one) => '<' + one.localName + '> stands in <' + one.parentElement.localName + '>'),
      ...nested.map((one) => '<' + one.localName + '> stands in what is pressed, or a form in a form'),
      ...all('img:not([alt])').map(() => 'an image without alt'),
      ...(all('h1').length === 1 ? [] : ['headings: none of the first level, or several']),
    ];
  })()`);
}
