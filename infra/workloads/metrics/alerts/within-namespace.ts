/** Restricts a PromQL expression to one namespace, for a Prometheus that scrapes others too. */
export function within(namespace: string, expr: string): string {
  return expr.replace(PARTS, (part, before?: string, braces?: string, alone?: string) => {
    const name = before ?? alone;
    if (name === undefined && braces === undefined) return part;
    const own = braces === undefined || braces === '{}' ? '' : `,${braces.slice(1, -1)}`;
    return `${name ?? ''}{namespace="${namespace}"${own}}`;
  });
}

const TEXT = '"(?:[^"\\\\]|\\\\.)*"';
const BRACES = `\\{(?:[^"}]|${TEXT})*\\}`;
const NAME = '(?<![\\w.])[a-zA-Z_:][\\w:]*';

/** Matches tokens that are no selector, then selectors. Source: "Querying basics" and "Operators" of Prometheus 3. */
const PARTS = new RegExp(
  [
    TEXT,
    '\\[[^\\]]*\\]',
    '\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)',
    '\\b(?:and|or|unless|bool|offset|atan2|inf|nan)\\b',
    `${NAME}(?=\\s*(?:\\(|(?:by|without)\\b))`,
    `(${NAME})?(${BRACES})`,
    `(${NAME})`,
  ].join('|'),
  'gi',
);
