import type { Page } from 'playwright-core';
import { type Box, type Boxes, boxesOf, type Thing } from './boxes.ts';

/** Finds the layout faults of a page in its current state. */
export async function faultsIn(page: Page): Promise<string[]> {
  return faultsOf(await boxesOf(page));
}

/** Lists the faults, one line each, without duplicates. */
function faultsOf(boxes: Boxes): string[] {
  const { window, page, things, scrolled, tightFields } = boxes;
  return [
    ...new Set([
      ...(page > window ? [`the page is ${page} wide`] : []),
      ...scrolled.map((where) => `${where} scrolls sideways`),
      ...tightFields.map((where) => `${where} is too narrow for what is in it`),
      ...things.flatMap((thing) => [...outside(thing, window), ...brokenWords(thing), ...cutNumbers(thing)]),
      ...overlaps(things),
    ]),
  ];
}

/** Tolerance in pixels: text is measured in fractions of a pixel. */
const slack = 1;

function outside(thing: Thing, window: number): string[] {
  const { where, text, room } = thing;
  const left = Math.max(0, room.left) - slack;
  const right = Math.min(window, room.right) + slack;
  const out = seenLines(thing).some((line) => line.left < left || line.right > right);
  return out ? [`${where} stands out: ${short(text)}`] : [];
}

/** Only a long user-supplied name may have to be broken, and emoji; words and numbers of the app never. */
function brokenWords({ where, tokens }: Thing): string[] {
  return tokens
    .filter(({ text, run, lines }) => lines.length > 1 && run <= longestWord && !MAY_BREAK.test(text))
    .map(({ text }) => `${where} is broken: ${text}`);
}

const longestWord = 30;

const MAY_BREAK = /[^\p{Script=Latin}\P{L}]|\p{Extended_Pictographic}/u;

function cutNumbers({ where, tokens, seen }: Thing): string[] {
  return tokens
    .filter(({ text, lines }) => /\d/.test(text) && lines.some((line) => isCut(line, seen)))
    .map(({ text }) => `${where} is cut: ${short(text)}`);
}

function isCut(line: Box, seen: Box): boolean {
  const height = line.bottom - line.top;
  const sideways = line.left < seen.left - slack || line.right > seen.right + slack;
  return sideways || line.top < seen.top - height / 4 || line.bottom > seen.bottom + height / 4;
}

function overlaps(things: readonly Thing[]): string[] {
  return things.flatMap((one, index) =>
    things
      .slice(index + 1)
      .filter((other) => one.layer === other.layer && (one.text || other.text) && !isInside(one, other))
      .filter((other) => seenLines(one).some((a) => seenLines(other).some((b) => overlap(a, b))))
      .map((other) => `${one.where} lies on ${other.where}: ${short(one.text || other.text)}`),
  );
}

function seenLines({ lines, seen }: Thing): Box[] {
  return lines
    .map((line) => ({
      left: Math.max(line.left, seen.left),
      top: Math.max(line.top, seen.top),
      right: Math.min(line.right, seen.right),
      bottom: Math.min(line.bottom, seen.bottom),
    }))
    .filter((line) => line.left < line.right && line.top < line.bottom);
}

/** True for a drawing around text, such as a button's border, or around another such drawing. */
function isInside(one: Thing, other: Thing): boolean {
  const holds = (outer: Thing, inner: Thing) =>
    outer.text === '' &&
    seenLines(inner).every((a) =>
      outer.lines.some(
        (b) =>
          a.left >= b.left - slack &&
          a.right <= b.right + slack &&
          a.top >= b.top - 4 &&
          a.bottom <= b.bottom + 4,
      ),
    );
  return holds(one, other) || holds(other, one);
}

/** Line boxes are taller than their letters, so an overlap of a few pixels is allowed. */
function overlap(a: Box, b: Box): boolean {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return across > slack && down > Math.min(a.bottom - a.top, b.bottom - b.top) * 0.35;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
