import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** Two fonts at the extremes of those on people's screens; Chinese and Japanese are equally wide in both. */
export const fonts = ['narrow', 'wide'] as const;
export type Font = (typeof fonts)[number];

/**
 * Renders a page in the given font, whatever is installed on the machine. The page's context needs `bypassCSP`; call
 * before the first navigation.
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

/** Waits until the page is rendered in its test font. */
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
  'wide-400': find('@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff2'), // contains Arabic as well
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
