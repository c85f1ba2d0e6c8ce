import { unescapeMarkup } from './unescape-character-references.ts';

/** Form fields by name, as a browser sends them; a repeated name has a list. */
export type SentFields = Record<string, string | string[]>;

/** Fields but files that a browser would send from the form with the given `action`; undefined when there is none. */
export function findForm(page: string, action: string): SentFields | undefined {
  const forms = [...page.matchAll(/<form [^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)];
  const inside = forms.find((form) => unescapeMarkup(form[1] ?? '').replace(/\?$/, '') === action)?.[2];
  if (inside === undefined) return undefined;
  const fields: SentFields = {};
  const add = (name: string, value: string) => {
    const before = fields[name];
    fields[name] = before === undefined ? unescapeMarkup(value) : [before, unescapeMarkup(value)].flat();
  };
  for (const [tag, input, select] of inside.matchAll(
    /<input[^>]* name="(\w+)"[^>]*>|<select[^>]* name="(\w+)"[^>]*>.*?<\/select>/gs,
  )) {
    if (select !== undefined) {
      const options = [...tag.matchAll(/<option value="([^"]*)"( selected)?/g)];
      add(select, (options.find((one) => one[2]) ?? options[0])?.[1] ?? '');
    } else if (!/type="(?:checkbox|radio|file)"/.test(tag) || / checked/.test(tag)) {
      add(input ?? '', / value="([^"]*)"/.exec(tag)?.[1] ?? '');
    }
  }
  return fields;
}
