import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** Two designs between which those on people's screens lie; Chinese and Japanese are as wide in both. */
export const fonts = ['narrow', 'wide'] as const;
export type Font = (typeof fonts)[number];

/**
 * Has a page, which has to be of a context with `bypassCSP`, written in one font, whichever the machine has. To be called
 * before the page goes anywhere.
 */
export async function writeIn(font: Font, page: Page): Promise<void> {
  await page.route('**/static/app*.css*', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()) + sheet(font) });
  });
  await page.route(`**${folder}*`, (route) => {
    const name = route.request().url().split('/').at(-1) ?? '';
    return route.fulfill({ path: files[name] ?? '' });
  });
}

/** Waits until a page is written in the font that it was given. */
export async function written(page: Page): Promise<void> {
  await page.waitForLoadState();
  const loaded = await page.evaluate(
    'Promise.all([...document.fonts].map((face) => face.load())).then((faces) => faces.length)',
  );
  if (loaded !== Object.keys(files).length)
    throw new Error(`${page.url()} is not written in the font of the test`);
}

const folder = '/fonts-of-the-test/';

const find = createRequire(import.meta.url).resolve;
const files: Readonly<Record<string, string>> = {
  'narrow-400': find('@fontsource/pt-sans-narrow/files/pt-sans-narrow-latin-400-normal.woff2'),
  'narrow-700': find('@fontsource/pt-sans-narrow/files/pt-sans-narrow-latin-700-normal.woff2'),
  'wide-400': find('@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2'), // and Arabic, in the same file
  'wide-700': find('@fontsource/dejavu-sans/files/dejavu-sans-latin-700-normal.woff2'),
  'square-400': find('@fontsource/dotgothic16/files/dotgothic16-japanese-400-normal.woff2'),
};

function sheet(font: Font): string {
  const faces = Object.keys(files).map((name) => {
    const [family, weight] = name.split('-');
    return `@font-face { font-family: ${family}; font-weight: ${weight}; src: url(${folder}${name}); }`;
  });
  return `${faces.join('\n')}\n* { font-family: ${font}, wide, square !important; }`;
}
