import { html, type Markup } from './html.ts';

/** Names and values, in the order in which they were sent. */
export type Fields = readonly (readonly [name: string, value: string])[];

/** More than any form here sends: a page is not made of whatever somebody sends. */
const MOST = { fields: 1000, characters: 2 ** 16 };

/** Whether a form of ours could have sent so much. */
export function isSmall(fields: Fields): boolean {
  const length = fields.reduce((sum, pair) => sum + pair.join('').length, 0);
  return fields.length <= MOST.fields && length <= MOST.characters;
}

export interface Filled {
  /** The page with the form filled. */
  readonly page: Markup;
  /** What stands on the button that sends it. */
  readonly button: string;
  /** Whether there is anything in it to type or choose, besides its buttons. */
  readonly isTyped: boolean;
  /** Whether it asks for a password, which is left empty. */
  readonly asksPassword: boolean;
}

/**
 * Fills a form of a page of ours with what was sent from it before. Its token stays the page's. A field that has no place
 * in it any more comes along hidden, but for a choice that is none any more.
 *
 * @param action where the form is sent; of several, the one that tells the same with its hidden fields is meant
 * @returns undefined where the page has no such form, or one that cannot be sent
 */
export function fillForm(page: Markup, action: string, fields: Fields): Filled | undefined {
  const forms = [...page.matchAll(FORM)].filter(
    ([, open = '', inside = '']) =>
      sameAddress(attribute(open, 'action'), action) &&
      attribute(open, 'method') === 'post' &&
      !/<fieldset[^>]* disabled/.test(inside),
  );
  const alike = ([, , inside = '']: RegExpExecArray) =>
    fields.filter(([name, value]) => inside.includes(html`name="${name}" value="${value}"`)).length;
  const [form] = forms.toSorted((one, other) => alike(other) - alike(one));
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

/** An address may end with an empty query (forms.ts). */
function sameAddress(one: string | undefined, other: string): boolean {
  return one?.replace(/\?$/, '') === other.replace(/\?$/, '');
}

/** Whether a page has a form to type into, which is sent to be written, and in it no password. */
export function isTyped(page: Markup): boolean {
  return [...page.matchAll(FORM)].some(
    ([, open = '', inside = '']) =>
      attribute(open, 'method') === 'post' && / id="field-/.test(inside) && !/ type="password"/.test(inside),
  );
}

const FORM = /(<form\b[^>]*>)(.*?)<\/form>/gs;
const CONTROL = /<(input|button)\b[^>]*>|<textarea\b[^>]*>.*?<\/textarea>|<select\b[^>]*>.*?<\/select>/gs;
/** Never taken from what was sent: a token is good for its own session. */
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

/** In our markup an attribute has double quotes or no value, and no value holds a quote or an angle bracket. */
function attribute(tag: Markup, name: string): string | undefined {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : asText(value);
}

function without(tag: Markup, name: string): Markup {
  return tag.replace(new RegExp(` ${name}(?:="[^"]*")?(?=[ >])`), '');
}

/** What a browser reads. */
function asText(markup: Markup): string {
  return markup.replaceAll(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)));
}
