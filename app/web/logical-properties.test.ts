import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const sheet = readFileSync(new URL('static/app.css', import.meta.url), 'utf8');

it('the style sheet knows start and end, not left and right, so that it serves both directions of text', () => {
  expect(physicalIn(sheet)).toEqual([]);
});

it.each([
  ['margin-left: auto', 1],
  ['border-top-right-radius: 4px', 1],
  ['left: 0', 1],
  ['text-align: right', 1],
  ['float: left', 1],
  ['margin: 0 1px 0 2px', 1],
  ['inset: 1rem max(1rem, 50vw - 35rem) auto auto', 1],
  ['margin-inline-start: auto', 0],
  ['text-align: end', 0],
  ['padding: 1rem calc(1rem + 1px) 2rem', 0],
  ['inset: 0 1rem 2px 1rem', 0],
  ['color: var(--left)', 0],
])('%s is found %i times', (declaration, count) => {
  expect(physicalIn(`a {\n  ${declaration};\n}`)).toHaveLength(count);
});

/** Declarations of a style sheet that hold for one direction of text alone. */
function physicalIn(css: string): string[] {
  const declarations = css
    .replaceAll(/\/\*.*?\*\//gs, '')
    .matchAll(/(?<=[{;]\s*)([\w-]+):\s*([^;{}]+)(?=[;}])/g);
  return [...declarations]
    .filter(
      ([, name = '', value = '']) => isPhysical(name) || namesSide(name, value) || isLopsided(name, value),
    )
    .map(([text]) => text);
}

function isPhysical(name: string): boolean {
  return /^(?!--)(?:.*-)?(?:left|right)(?:-|$)/.test(name);
}

function namesSide(name: string, value: string): boolean {
  return /^(?:text-align|float|clear|background|background-position|justify-\w+)$/.test(name)
    ? /(?<![\w-])(?:left|right)(?![\w-])/.test(value)
    : false;
}

/** True for a shorthand of four sides whose left and right differ. */
function isLopsided(name: string, value: string): boolean {
  if (!/^(?:margin|padding|inset|border-(?:width|style|color)|scroll-(?:margin|padding))$/.test(name))
    return false;
  const [, right, , left] = value.trim().match(/(?:[^\s(]|\([^()]*(?:\([^()]*\)[^()]*)*\))+/g) ?? [];
  return left !== undefined && left !== right;
}
