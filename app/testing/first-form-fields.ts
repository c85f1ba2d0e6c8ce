import { unescapeMarkup } from './unescape-character-references.ts';

/** A form field as a browser holds it. */
export interface SentField {
  readonly name: string;
  readonly type: 'hidden' | 'text' | 'select' | 'checkbox' | 'radio';
  /** Value to submit; undefined for an unchecked box. */
  readonly value: string | undefined;
  /** Options of a list. */
  readonly choices: readonly string[];
}

/** Fields but files of the first card form of a page, in order. */
export function submittedFields(body: string): SentField[] {
  const form = /<form class="card".*?<\/form>/s.exec(body)?.[0] ?? '';
  const tags = form.matchAll(/<input[^>]* name="(\w+)"[^>]*>|<select[^>]* name="(\w+)"[^>]*>.*?<\/select>/gs);
  return [...tags].flatMap(([tag, input, select = '']) => {
    if (tag.includes(' type="file"')) return [];
    if (input === undefined) return selected(tag, select);
    const [, kind = 'text'] = / type="(hidden|checkbox|radio)"/.exec(tag) ?? [];
    const type = kind as SentField['type'];
    const value = unescapeMarkup(/ value="([^"]*)"/.exec(tag)?.[1] ?? '');
    const isLeftOut = (type === 'checkbox' || type === 'radio') && !tag.includes(' checked');
    return { name: input, type, value: isLeftOut ? undefined : value, choices: [] };
  });
}

/** Groups the submitted fields by name. */
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
