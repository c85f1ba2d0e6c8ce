/** How a value is written into the text around it. */
export type TokenFilter = 'uri' | 'base64';

/** A value that is known only when the manifest is applied. */
export interface Token {
  /** What the value is called, for example `database.password`. */
  readonly name: string;
  readonly filter?: TokenFilter;
}

/** The whole grammar: `⟦name⟧` or `⟦name|filter⟧`; a name is words of letters, digits and dashes joined by dots. */
const TOKEN = /⟦([A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*)(?:\|(uri|base64))?⟧/u;
const MARK = /[⟦⟧]/u;

/**
 * Writes a token, to stand in a manifest until its value is known.
 *
 * @throws Error when the name does not follow the grammar.
 */
export function token(name: string, filter?: TokenFilter): string {
  const text = filter === undefined ? `⟦${name}⟧` : `⟦${name}|${filter}⟧`;
  const match = TOKEN.exec(text);
  if (match?.[0] !== text || match[1] !== name) throw new Error(`"${name}" is not a token name`);
  return text;
}

/** Whether a text holds a token or the remains of one. */
export function hasToken(text: string): boolean {
  return MARK.test(text);
}

/**
 * Takes a text apart at its tokens: `['postgres://', { name: 'database.user', filter: 'uri' }, '@db']`.
 * Empty pieces are left out.
 *
 * @throws Error when a piece of a damaged token is left over.
 */
export function pieces(text: string): ReadonlyArray<string | Token> {
  if (!hasToken(text)) return text === '' ? [] : [text];
  const found: Array<string | Token> = [];
  const every = new RegExp(TOKEN, 'gu');
  let end = 0;
  for (const match of text.matchAll(every)) {
    if (match.index > end) found.push(text.slice(end, match.index));
    found.push({ name: match[1] as string, ...(match[2] && { filter: match[2] as TokenFilter }) });
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push(text.slice(end));
  if (found.some((piece) => typeof piece === 'string' && hasToken(piece))) {
    throw new Error('a token is damaged: expected ⟦name⟧, ⟦name|uri⟧ or ⟦name|base64⟧');
  }
  return found;
}

/** The tokens of a value and of everything in it, in order, repetitions included. */
export function tokensIn(value: unknown): readonly Token[] {
  if (typeof value === 'string') return pieces(value).filter((piece) => typeof piece !== 'string');
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(tokensIn);
}

/** What a filter makes of a value. */
export function filtered(value: string, filter?: TokenFilter): string {
  if (filter === 'uri') return encodeURIComponent(value);
  if (filter === 'base64') return Buffer.from(value, 'utf8').toString('base64');
  return value;
}
