import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyPage } from './every-page.ts';
import { type HardSite, hardSite } from './long-text-household.ts';
import { faultsAt, open, widths } from './open-page-and-check-at-widths.ts';
import { type Font, fonts } from './render-in-test-font.ts';

let at: HardSite;
const found = new Map<string, string[]>();

beforeAll(async () => {
  at = await hardSite();
});

afterAll(() => {
  console.log(`\n${table()}\n`);
});

describe.each(fonts)('in the %s font', (font) => {
  it.each(Object.keys(everyPage))('%s', async (name) => {
    const page = await open(name, font, at);
    for (const width of widths) {
      const faults = await faultsAt(width, page);
      found.set(cell(name, font, width), faults);
      if (faults.length > 0) {
        await page.screenshot({ path: `.local/layout/${name}, ${font}, ${width}.png`, fullPage: true });
      }
      expect.soft(faults.join('\n'), `${width} px`).toBe('');
    }
    await page.context().close();
  });
});

/** Table with a row per page, and a column per font and width. */
function table(): string {
  const columns = fonts.flatMap((font) => widths.map((width) => ({ font, width })));
  const head = ['page', ...columns.map(({ font, width }) => `${font} ${width}`)];
  const lines = Object.keys(everyPage).map((name) => [
    name,
    ...columns.map(({ font, width }) => {
      const faults = found.get(cell(name, font, width));
      return faults ? `${faults.length || 'good'}` : 'not seen';
    }),
  ]);
  return [head, ['---', ...columns.map(() => '---')], ...lines]
    .map((line) => `| ${line.join(' | ')} |`)
    .join('\n');
}

function cell(name: string, font: Font, width: number): string {
  return `${name}, ${font}, ${width}`;
}
