import { say } from '../../words/say.ts';
import type { Element, OpenElement } from '../element.ts';
import { refuse } from '../refused-and-asked-file-errors.ts';

/*
 * Our own reader, for OFX 1 and OFX 2: no XML parser reads elements that are never closed, the packages for OFX turn
 * amounts into floats or rewrite the text so that no line can be named, and banks write bare ampersands into OFX 2 as
 * well.
 */

/** Far deeper than OFX nests. */
const DEEPEST = 200;

/**
 * Reads the SGML of OFX into a tree. An element with text ends at the next tag, whether that closes it or not; one that
 * is empty and never closed ends with what is around it.
 *
 * @throws RefusedFile for a list of transactions that is not closed, as in a file that was cut off
 */
export function sgmlTree(text: string): Element {
  const root: OpenElement = { name: '', line: 1, attributes: {}, text: '', children: [] };
  const open: OpenElement[] = [root];
  const tokens =
    // No alternative looks past the next `<` of its kind: a file of many that never end would take hours.
    /<(\/?)([A-Za-z][\w.:-]*)(?![\w.:-])[^<>]*>|<!\[CDATA\[((?:(?!<!\[CDATA\[)[\s\S])*?)\]\]>|<[?!][^<>]*>|([^<]+|<)/g;
  let line = 1;
  for (const match of text.matchAll(tokens)) {
    const [whole, slash, name, cdata, plain] = match;
    const at = open.at(-1) ?? root;
    if (name !== undefined && slash === '') {
      if (at.text.trim() !== '' && at.children.length === 0) open.pop();
      // A transaction within a transaction: the one before was not closed.
      if (name.toUpperCase() === 'STMTTRN' && open.some((element) => element.name === 'STMTTRN'))
        close(open, 'STMTTRN');
      const parent = open.at(-1) ?? root;
      const element: OpenElement = { name: name.toUpperCase(), line, attributes: {}, text: '', children: [] };
      parent.children.push(element);
      if (!whole.endsWith('/>')) open.push(element);
      if (open.length > DEEPEST) refuse(line, element.name, say('bankFiles.cutOff'));
    } else if (name !== undefined) {
      close(open, name.toUpperCase());
    } else {
      at.text += cdata ?? decoded(plain ?? '');
    }
    line += breaksIn(whole);
  }
  const unclosed = open.findLast(({ name }) => /^(?:STMTTRN|BANKTRANLIST|(?:CC)?STMTRS)$/.test(name));
  if (unclosed !== undefined) refuse(line, unclosed.name, say('bankFiles.cutOff'));
  close(open, 'OFX');
  return root;
}

/** Closes the nearest element of that name. What stands within those inside it that were never closed is beside them. */
function close(open: OpenElement[], name: string): void {
  const index = open.findLastIndex((element) => element.name === name);
  if (index < 1) return; // closed twice, which harms nobody
  for (let at = open.length - 1; at > index; at -= 1) {
    const inner = open[at];
    if (inner !== undefined && !isAggregate(inner)) open[at - 1]?.children.push(...inner.children.splice(0));
  }
  open.length = index;
}

/** True for an element whose content is other elements. */
function isAggregate({ name }: OpenElement): boolean {
  return /^(?:OFX|STATUS|STMTTRN|BANKTRANLIST|\w+(?:RS|RSV1|ACCTFROM|ACCTTO|BAL))$/.test(name);
}

function breaksIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
