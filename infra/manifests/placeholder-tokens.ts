/** Encoding of a value in the surrounding text. */
export type TokenFilter = 'uri' | 'base64';

/** A placeholder for a value that is known only when the manifest is applied. */
export interface Token {
  /** Name of the value, for example `database.password`. */
  readonly name: string;
  readonly filter?: TokenFilter;
}

/** Grammar of a token: `⟦name⟧` or `⟦name|filter⟧`; a name is words of letters, digits and dashes joined by dots. */
const TOKEN = /⟦([A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*)(?:\|(uri|base64))?⟧/u;
const MARK = /[⟦⟧]/u;

/**
 * Returns a token that stands in a manifest until its value is known.
 *
 * @throws Error when the name does not follow the grammar
 */
export function token(name: string, filter?: TokenFilter): string {
  const text = filter === undefined ? `⟦${name}⟧` : `⟦${name}|${filter}⟧`;
  const match = TOKEN.exec(text);
  if (match?.[0] !== text || match[1] !== name) throw new Error(`"${name}" is not a token name`);
  return text;
}

/** True when a text contains a token, or the remains of one. */
export function hasToken(text: string): boolean {
  return MARK.test(text);
}

/**
 * Splits a text at its tokens: `['postgres://', { name: 'database.user', filter: 'uri' }, '@db']`.
 * Empty pieces are left out.
 *
 * @throws Error when a piece contains remains of a damaged token
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

/** Returns the tokens in a value, at any depth, in order, with repetitions. */
export function tokensIn(value: unknown): readonly Token[] {
  if (typeof value === 'string') return pieces(value).filter((piece) => typeof piece !== 'string');
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(tokensIn);
}

/** Encodes a value with a filter. */
export function filtered(value: string, filter?: TokenFilter): string {
  if (filter === 'uri') return encodeURIComponent(value);
  if (filter === 'base64') return Buffer.from(value, 'utf8').toString('base64');
  return value;
}
