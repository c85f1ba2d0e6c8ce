import { unescaped } from './unescaped.ts';

/** A field of a form as a browser has it. */
export interface SentField {
  readonly name: string;
  readonly type: 'hidden' | 'text' | 'select' | 'checkbox' | 'radio';
  /** What is sent; undefined for a box that is not ticked. */
  readonly value: string | undefined;
  /** What can be chosen, of a list. */
  readonly choices: readonly string[];
}

/** The fields of the first large form of a page, in their order. */
export function sentFields(body: string): SentField[] {
  const form = /<form class="card".*?<\/form>/s.exec(body)?.[0] ?? '';
  const tags = form.matchAll(/<input[^>]* name="(\w+)"[^>]*>|<select[^>]* name="(\w+)"[^>]*>.*?<\/select>/gs);
  return [...tags].map(([tag, input, select = '']) => {
    if (input === undefined) return selected(tag, select);
    const [, kind = 'text'] = / type="(hidden|checkbox|radio)"/.exec(tag) ?? [];
    const type = kind as SentField['type'];
    const value = unescaped(/ value="([^"]*)"/.exec(tag)?.[1] ?? '');
    const isLeftOut = (type === 'checkbox' || type === 'radio') && !tag.includes(' checked');
    return { name: input, type, value: isLeftOut ? undefined : value, choices: [] };
  });
}

/** The fields that a browser sends, those of one name together. */
export function asForm(fields: readonly SentField[]): Record<string, string[]> {
  const form: Record<string, string[]> = {};
  for (const { name, value } of fields) {
    if (value !== undefined) form[name] = [...(form[name] ?? []), value];
  }
  return form;
}

function selected(tag: string, name: string): SentField {
  const options = [...tag.matchAll(/<option value="([^"]*)"( selected)?/g)];
  const chosen = options.find((one) => one[2]) ?? options[0];
  const choices = options.map(([, value = '']) => value);
  return { name, type: 'select', value: chosen?.[1] ?? '', choices };
}
