import { unescaped } from './unescaped.ts';

/** Fields by their names, as a browser sends them; what stands several times is a list. */
export type SentFields = Record<string, string | string[]>;

/** What a browser would send from the form of a page that goes to `action`; undefined where there is none. */
export function formIn(page: string, action: string): SentFields | undefined {
  const forms = [...page.matchAll(/<form [^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)];
  const inside = forms.find((form) => unescaped(form[1] ?? '').replace(/\?$/, '') === action)?.[2];
  if (inside === undefined) return undefined;
  const fields: SentFields = {};
  const add = (name: string, value: string) => {
    const before = fields[name];
    fields[name] = before === undefined ? unescaped(value) : [before, unescaped(value)].flat();
  };
  for (const [tag, input, select] of inside.matchAll(
    /<input[^>]* name="(\w+)"[^>]*>|<select[^>]* name="(\w+)"[^>]*>.*?<\/select>/gs,
  )) {
    if (select !== undefined) {
      const options = [...tag.matchAll(/<option value="([^"]*)"( selected)?/g)];
      add(select, (options.find((one) => one[2]) ?? options[0])?.[1] ?? '');
    } else if (!/type="(?:checkbox|radio)"/.test(tag) || / checked/.test(tag)) {
      add(input ?? '', / value="([^"]*)"/.exec(tag)?.[1] ?? '');
    }
  }
  return fields;
}
