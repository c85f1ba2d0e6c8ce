import { beforeAll, describe, expect, it } from 'vitest';
import { everyPage } from '../testing/layout/every-page.ts';
import { faultsIn } from '../testing/layout/layout-faults.ts';
import { type HardSite, hardSite } from '../testing/layout/long-text-household.ts';
import { faultsAt, open, widths } from '../testing/layout/open-page-and-check-at-widths.ts';
import { fonts } from '../testing/layout/render-in-test-font.ts';
import { noBrowser } from '../testing/skip-reasons.ts';

const cut = 'overflow: hidden; text-overflow: ellipsis; white-space: nowrap';
let at: HardSite;

beforeAll(async () => {
  at = await hardSite();
});

describe.skipIf(noBrowser)(`layout${noBrowser}`, () => {
  // The two pages with the most figures; `npm run layout` covers all.
  describe.each(['overview', 'accounts'])('%s, with the largest sums and the longest names', (name) => {
    it.each(fonts)('in a %s font: nothing scrolls sideways, and no number is cut', async (font) => {
      const page = await open(name, font, at);
      for (const width of widths) {
        expect.soft((await faultsAt(width, page)).join('\n'), `${width} px`).toBe('');
      }
      await page.context().close();
    });
  });

  it('every page that a route shows is in the list', () => {
    const addresses = Object.values(everyPage).map(({ to }) => to(at).replace(/\?.*/, ''));
    const shown = at.routes.filter(
      ({ method, url, config }) =>
        method === 'GET' && !config?.isStream && !config?.isFile && !/^\/(api|health|ready|static)/.test(url),
    );
    const missing = shown
      .map(({ url }) => url.replace(/(?<=.)\/$/, ''))
      .filter((url) => !addresses.some((address) => patternOf(url).test(address)));
    expect([...new Set(missing)]).toEqual([]);
  });

  describe('what the tests of layout look for', () => {
    it.each([
      ['a page that is wider than the window', '<p style="width: 500px">Wide</p>', 'the page is 500 wide'],
      [
        'a box that scrolls',
        '<div style="overflow: auto; width: 99px"><p style="width: 200px">7</p></div>',
        'scrolls',
      ],
      ['an ellipsis in a number', `<p style="width: 40px; ${cut}">1234567.89</p>`, 'is cut: 1234567.89'],
      ['a line that is cut off', '<p style="height: 20px; overflow: hidden">One<br>2222</p>', 'is cut: 2222'],
      [
        'a number in a drawing that cuts it',
        '<svg width="50"><text x="20" y="20">12345</text></svg>',
        'is cut: 12345',
      ],
      ['what stands out of its box', '<div style="width: 40px">1234567.89</div>', 'stands out: 1234567.89'],
      ['what begins before the window', '<p style="margin-left: -40px">12</p>', 'stands out: 12'],
      [
        'a broken number',
        '<p style="width: 40px; overflow-wrap: anywhere">1234567.89</p>',
        'is broken: 1234567.89',
      ],
      [
        'a broken word',
        '<p style="width: 40px; overflow-wrap: anywhere">Transactions</p>',
        'is broken: Transactions',
      ],
      ['words on a number', '<p>12</p><p style="margin-top: -28px">Words</p>', 'lies on'],
      [
        'a drawing on a number',
        '<svg width="9" height="9" style="margin-right: -9px"></svg><b>12</b>',
        'lies on',
      ],
      [
        'an amount wider than its field',
        '<input inputmode="decimal" value="1234567.89" style="width: 50px">',
        'narrow',
      ],
      [
        'a day wider than its field',
        '<input inputmode="numeric" value="31.01.2026" style="width: 60px">',
        'too narrow',
      ],
      ['a month wider than its list', '<select style="width: 70px"><option>May 2026</select>', 'too narrow'],
      [
        'a name wider than its list',
        `<select style="width: 200px"><option>${'x'.repeat(60)}</select>`,
        'too narrow',
      ],
    ])('%s', async (_name, body, fault) => {
      expect(await faultsOn(body)).toContain(fault);
    });

    it.each([
      ['a long name that is broken', `<p style="width: 80px; overflow-wrap: anywhere">${'x'.repeat(80)}</p>`],
      [
        'a long name on several lines of its list',
        `<select style="width: 200px; appearance: base-select; white-space: normal; overflow-wrap: anywhere"><option>${'x'.repeat(60)}</select>`,
      ],
      ['an ellipsis in a name', `<p style="width: 40px; ${cut}">Transactions</p>`],
      ['a menu over the page', '<p>12</p><div style="position: absolute; top: 0">Menu</div>'],
      ['words on a button', '<button>Add 12</button> <b>12</b>'],
      ['words for screen readers', '<p class="hidden" style="position: absolute; left: -99px">12</p>'],
    ])('but not %s', async (_name, body) => {
      expect(await faultsOn(body)).toBe('');
    });
  });
});

async function faultsOn(body: string): Promise<string> {
  const page = await at.open({ viewport: { width: 320, height: 600 } });
  await page.setContent(`<!doctype html><body style="margin: 0; font: 16px/1.2 sans-serif">${body}`);
  const faults = await faultsIn(page);
  await page.context().close();
  return faults.join('\n');
}

function patternOf(url: string): RegExp {
  return new RegExp(`^${url.replaceAll(/:\w+/g, '(?!new$)[^/]+')}$`);
}
