/** A field of MT940: its tag such as `61`, its text with line breaks, its line. */
export interface Tag {
  readonly name: string;
  readonly text: string;
  readonly line: number;
}

/** Takes an MT940 file apart. The envelope of SWIFT around the fields, `{1:…}{4:` and `-}`, is not looked at. */
export function tagsOf(text: string): readonly Tag[] {
  const tags: { name: string; lines: string[]; line: number }[] = [];
  for (const [index, written] of text.split(/\r\n|[\r\n]/).entries()) {
    const found = /^(?:\{[^:]*:.*\{4:)?:(\d{2}[A-Z]?|NS):(.*)$/.exec(written);
    if (found) tags.push({ name: found[1] ?? '', lines: [found[2] ?? ''], line: index + 1 });
    else if (/^(?:-\}?|\{.*|-\}.*)$/.test(written.trim()))
      tags.push({ name: '', lines: [], line: index + 1 });
    else tags.at(-1)?.lines.push(written);
  }
  return tags
    .filter(({ name }) => name !== '')
    .map(({ name, lines, line }) => ({ name, text: lines.join('\n').trimEnd(), line }));
}
