import { SaxesParser } from 'saxes';
import { say } from '../../words/say.ts';
import type { Element, OpenElement } from '../element.ts';
import { refuse } from '../refused-and-asked-file-errors.ts';

/** Far deeper than any bank nests: a file that goes on for ever is none. */
const DEEPEST = 60;

/**
 * Reads XML into a tree. Entities of a document type are not expanded: the parser does not know them.
 *
 * @throws RefusedFile with line and column where it is not well formed
 */
export function xmlTree(text: string): Element {
  const parser = new SaxesParser();
  const open: OpenElement[] = [{ name: '', line: 1, attributes: {}, text: '', children: [] }];
  parser.on('error', () => {
    refuse(parser.line, String(parser.column), say('bankFiles.badXml'));
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > DEEPEST) refuse(parser.line, String(parser.column), say('bankFiles.badXml'));
    const plain = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)]));
    open.push({ name: localName(name), line: parser.line, attributes: plain, text: '', children: [] });
  });
  const addText = (more: string) => {
    const at = open.at(-1);
    if (at !== undefined) at.text += more;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed !== undefined) open.at(-1)?.children.push(closed);
  });
  parser.write(text).close();
  return open[0] as Element;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
