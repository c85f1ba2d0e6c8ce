/**
 * Formats objects as YAML that parsers of versions 1.1 (Kubernetes) and 1.2 read alike.
 *
 * Accepts JSON values only. Manifests use a small part of YAML, and formatting took most of the time of a synth:
 * this is about ten times as fast as the general libraries, which parse its output in the tests.
 */
export function toYaml(documents: readonly object[]): string {
  return documents.map((document) => mapping(document as Mapping, 0)).join('---\n');
}

type Mapping = Readonly<Record<string, unknown>>;

/** Fields that identify an object come before the others, which keep their order. */
const FIRST = ['apiVersion', 'kind', 'metadata', 'name', 'namespace', 'image'];

function mapping(map: Mapping, indent: number): string {
  const pad = ' '.repeat(indent);
  let text = '';
  for (const key of FIRST) if (map[key] !== undefined) text += `${pad}${key}:${node(map[key], indent)}`;
  for (const [key, value] of Object.entries(map)) {
    if (value !== undefined && !FIRST.includes(key)) text += `${pad}${inline(key)}:${node(value, indent)}`;
  }
  return text;
}

function sequence(list: readonly unknown[], indent: number): string {
  const pad = ' '.repeat(indent);
  let text = '';
  for (const item of list) {
    const inner = isFilled(item) ? block(item, indent + 2).slice(indent + 2) : node(item, indent).slice(1);
    text += `${pad}- ${inner}`;
  }
  return text;
}

/** Formats a value after `key:`, up to the end of its last line. */
function node(value: unknown, indent: number): string {
  if (isFilled(value)) return `\n${block(value, indent + 2)}`;
  if (typeof value === 'string' && LITERAL.test(value)) return ` ${literal(value, indent + 2)}`;
  return ` ${scalar(value)}\n`;
}

function block(value: object, indent: number): string {
  return Array.isArray(value) ? sequence(value, indent) : mapping(value as Mapping, indent);
}

function isFilled(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && Object.values(value).some((item) => item !== undefined)
  );
}

function scalar(value: unknown): string {
  if (typeof value === 'string') return inline(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return numeral(value);
  if (typeof value === 'object') return Array.isArray(value) ? '[]' : '{}';
  throw new TypeError(`YAML has no ${typeof value} ${String(value)}`);
}

/** Formats a number with a point before the exponent: 1.1 parses `1e+21` as a string. */
function numeral(value: number): string {
  return String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function inline(text: string): string {
  if (PLAIN.test(text) && !RESERVED.test(text)) return text;
  if (!NEEDS_ESCAPES.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(UNESCAPED, escapeCode);
}

function literal(text: string, indent: number): string {
  const pad = ' '.repeat(indent);
  const body = text.replace(/\n+$/, '');
  const ending = text.slice(body.length);
  const keep = ending === '' ? '-' : ending === '\n' ? '' : '+';
  return `|${keep}\n${body.replace(/^(?=.)/gm, pad)}${ending === '' ? '\n' : ending}`;
}

function escapeCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Words, paths, options, addresses, and sizes such as `250m`: text in every version of YAML, without quotes. */
const PLAIN =
  /^(?:(?:--)?[A-Za-z/](?:[\w./@+*()<>=;-]|:(?=[^\s])| (?=[^\s#]))*|\d+(?:m|Ki|Mi|Gi|Ti)|\d+(?:\.\d+){3}(?:\/\d+)?)$/;
/** Words that some parsers read as booleans, nulls or numbers, such as `e1`. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|e[+-]?\d+)$/i;

/** Several lines of printable text; leading whitespace would be read as indentation. */
const LITERAL = /^[!-~\u00a1-\u1fff][\n\t -~\u00a0-\u1fff]*\n[\n\t -~\u00a0-\u1fff]*$/;

/** Characters that single quotes cannot contain: control characters, line breaks of either version, lone surrogates. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const NEEDS_ESCAPES = /[\u0000-\u001f\u007f-\u00a0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]/;
const UNESCAPED = /[\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g;
