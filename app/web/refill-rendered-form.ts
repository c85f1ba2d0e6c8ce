import { html, type Markup } from './html.ts';

/** Names and values, in the order sent. */
export type Fields = readonly (readonly [name: string, value: string])[];

export interface Filled {
  /** The page with the form filled in. */
  readonly page: Markup;
  /** Label of the submit button. */
  readonly button: string;
  /** True when the form has anything to type or choose, besides its buttons. */
  readonly isTyped: boolean;
  /** True when the form asks for a password, which stays empty. */
  readonly asksPassword: boolean;
}

/**
 * Fills in a form of one of our pages with values sent from it before. The page's token is kept. A field that is no
 * longer in the form is added hidden; a choice that is no longer on offer is dropped.
 *
 * @param action URL the form is sent to; of several, the one whose hidden fields match best
 * @returns undefined when the page has no such form
 */
export function fillForm(page: Markup, action: string, fields: Fields): Filled | undefined {
  const forms = [...page.matchAll(FORM)].filter(
    ([, open = '']) => sameAddress(attribute(open, 'action'), action) && attribute(open, 'method') === 'post',
  );
  const alike = ([, , inside = '']: RegExpExecArray) =>
    fields.filter(([name, value]) => inside.includes(html`name="${name}" value="${value}"`)).length;
  const [form] = forms.length > 1 ? forms.toSorted((one, other) => alike(other) - alike(one)) : forms;
  if (!form) return undefined;
  const [whole, open = '', inside = ''] = form;
  const filled = filledInside(inside, fields);
  const { text, isTyped } = filled;
  const sends = isTyped ? text : text.replace('<button', '<button autofocus');
  return {
    page: `${page.slice(0, form.index)}${open}${sends}</form>${page.slice(form.index + whole.length)}`,
    button: asText(
      (/<button(?![^>]* formnovalidate)[^>]*>(.*?)<\/button>/s.exec(inside)?.[1] ?? '').replaceAll(
        /<[^>]*>/g,
        '',
      ),
    ),
    isTyped,
    asksPassword: /<input[^>]* type="password"/.test(inside),
  };
}

/** Compares URLs, ignoring an empty query at the end (forms.ts). */
function sameAddress(one: string | undefined, other: string): boolean {
  return one?.replace(/\?$/, '') === other.replace(/\?$/, '');
}

/** True when a page has a POST form with a field to type into, and no password in it. */
export function isTyped(page: Markup): boolean {
  return [...page.matchAll(FORM)].some(
    ([, open = '', inside = '']) =>
      attribute(open, 'method') === 'post' && / id="field-/.test(inside) && !/ type="password"/.test(inside),
  );
}

const FORM = /(<form\b[^>]*>)(.*?)<\/form>/gs;
const CONTROL = /<(input|button)\b[^>]*>|<textarea\b[^>]*>.*?<\/textarea>|<select\b[^>]*>.*?<\/select>/gs;
/** Never restored: a token is valid for its own session only. */
const TOKEN = '_csrf';

function filledInside(inside: Markup, fields: Fields) {
  const left = Map.groupBy(
    fields.filter(([name]) => name !== TOKEN),
    ([name]) => name,
  );
  const next = (name: string) => left.get(name)?.shift()?.[1];
  const chosen = new Map<string, string | undefined>();
  let isTyped = false;

  const text = inside.replaceAll(CONTROL, (control) => {
    const tag = control.slice(0, control.indexOf('>') + 1);
    const name = attribute(tag, 'name') ?? '';
    const type = /^<input/.test(tag) ? (attribute(tag, 'type') ?? 'text') : /^<\w+/.exec(tag)?.[0].slice(1);
    if (type === 'button' || type === 'password' || type === 'file') {
      if (type !== 'button') isTyped = true;
      left.delete(name);
      return control;
    }
    if (name === TOKEN || name === '') return control;
    if (type !== 'hidden') isTyped = true;
    if (type === 'radio') {
      if (!chosen.has(name)) chosen.set(name, next(name));
      return marked(tag, 'checked', attribute(tag, 'value') === chosen.get(name));
    }
    if (type === 'checkbox') {
      const sent = left.get(name) ?? [];
      const at = sent.findIndex(([, value]) => value === (attribute(tag, 'value') ?? 'on'));
      if (at >= 0) sent.splice(at, 1);
      return marked(tag, 'checked', at >= 0);
    }
    const value = next(name);
    if (value === undefined) return control;
    if (type === 'textarea') return html`!${tag}${value}</textarea>`;
    if (type === 'select') return chosenIn(control, value);
    return `${without(tag, 'value').slice(0, -1)}${html` value="${value}"`}>`;
  });
  const rest = [...left.values()].flat();
  const hidden = rest.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  return { text: hidden.join('') + text, isTyped };
}

function chosenIn(select: Markup, value: string): Markup {
  const options = [...select.matchAll(/<option\b[^>]*>/g)].map(([tag]) => attribute(tag, 'value'));
  if (!options.includes(value)) return select;
  return select.replaceAll(/<option\b[^>]*>/g, (tag) =>
    marked(tag, 'selected', attribute(tag, 'value') === value),
  );
}

function marked(tag: Markup, name: string, isOn: boolean): Markup {
  const bare = without(tag, name);
  return isOn ? `${bare.slice(0, -1)} ${name}>` : bare;
}

/**
 * Reads an attribute. In our markup attributes have double quotes or no value, and no value contains a quote or an
 * angle bracket.
 */
function attribute(tag: Markup, name: string): string | undefined {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : asText(value);
}

function without(tag: Markup, name: string): Markup {
  return tag.replace(new RegExp(` ${name}(?:="[^"]*")?(?=[ >])`), '');
}

/** Decodes character references, as a browser does. */
function asText(markup: Markup): string {
  return markup.replaceAll(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)));
}
