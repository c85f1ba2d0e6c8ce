import { randomUUID } from 'node:crypto';
import { say } from '../words/say.ts';
import { html, type Markup } from './html.ts';

/** Error messages by field name; empty when there are none. */
export type Problems = Readonly<Record<string, string>>;

interface Labelled {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  /** A sentence below the field. */
  readonly hint?: string;
  /** Echo of the value in words. An empty text reserves space for the script's result. */
  readonly said?: string;
  /** Error message; shown next to the field and announced with it. */
  readonly problem?: string | undefined;
  /** `unmarked` is optional without saying so. @default true - most fields here are */
  readonly required?: boolean | 'unmarked';
  /** Distinguishes the ids of two fields with the same name, for their labels. */
  readonly id?: string;
}

export interface Field extends Labelled {
  /** @default 'text' */
  readonly type?: 'text' | 'email' | 'password' | 'search';
  /** `decimal` and `numeric` show a phone's number pad. */
  readonly inputMode?: 'decimal' | 'numeric' | 'text';
  /** Pattern for typing a day, as `DD/MM/YYYY`; shown next to the label. */
  readonly dayPattern?: string;
  /** @default the browser's own: with `off` it would not restore a form after going back */
  readonly autocomplete?: string;
  readonly maxLength?: number;
  readonly placeholder?: string;
  /** Earlier values, offered while typing. */
  readonly suggestions?: readonly string[];
  readonly autofocus?: boolean;
  /** @default '' - `large` is for the main figure of a form */
  readonly look?: 'large' | '';
}

export function field(options: Field): Markup {
  const { type = 'text', suggestions = [], look = '' } = options;
  const id = idOf(options);
  const attributes = [
    ['type', type],
    ['autocomplete', options.autocomplete],
    ['value', type === 'password' ? undefined : options.value],
    ['inputmode', options.inputMode],
    ['maxlength', options.maxLength?.toString()],
    ['placeholder', options.placeholder],
    ['list', suggestions.length > 0 ? `${id}-list` : undefined],
    ['autofocus', options.autofocus ? '' : undefined],
    ['data-pattern', options.dayPattern],
  ] as const;
  const written = attributes.map(([name, value]) => (value === undefined ? '' : html` ${name}="${value}"`));
  const list = html`<datalist id="${id}-list">!${suggestions.map((text) => html`<option value="${text}"></option>`)}</datalist>`;
  return around(
    options,
    html`<input id="${id}" name="${options.name}"!${written}!${stateOf(options)}>!${suggestions.length > 0 ? list : ''}`,
    look,
    options.dayPattern,
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Choices extends Labelled {
  /** A group with an empty name has no heading. */
  readonly groups: readonly { readonly name: string; readonly choices: readonly Choice[] }[];
}

/** Renders a drop-down list, in groups. */
export function select(options: Choices): Markup {
  // HTML allows `required` only on a list that begins with an empty choice; any other always has a value.
  const [first] = options.groups.flatMap(({ choices }) => choices);
  const required = first?.value === '' && (options.required ?? true);
  return around(
    options,
    html`<select id="${idOf(options)}" name="${options.name}"!${stateOf({ ...options, required })}>!${optionsOf(options.groups, options.value)}</select>`,
  );
}

/** Renders the choices of a drop-down list. */
export function optionsOf(groups: Choices['groups'], value = ''): Markup {
  return groups
    .map(({ name, choices }) => {
      const inside = choices.map((choice) => {
        const chosen = choice.value === value ? ' selected' : '';
        return html`<option value="${choice.value}"!${chosen}>${choice.label}</option>`;
      });
      return name === '' ? inside.join('') : html`<optgroup label="${name}">!${inside}</optgroup>`;
    })
    .join('');
}

/** Renders a few choices, all visible at once. */
export function radios(options: Labelled & { readonly choices: readonly Choice[] }): Markup {
  const id = idOf(options);
  const buttons = options.choices.map(({ value, label }) => {
    const chosen = value === options.value ? ' checked' : '';
    return html`<label><input type="radio" name="${options.name}" value="${value}"!${chosen}><span>${label}</span></label>`;
  });
  return html`<fieldset class="radios" id="${id}" tabindex="-1"><legend>${options.label}</legend><div>!${buttons}</div>!${below(options)}</fieldset>`;
}

export function checkbox(options: Labelled & { readonly checked: boolean }): Markup {
  const chosen = options.checked ? ' checked' : '';
  return html`<label class="check"><input type="checkbox" name="${options.name}" value="${options.value ?? 'on'}"!${chosen}><span>${options.label}</span></label>`;
}

/** Renders the error messages above the form; each links to its field. */
export function problemSummary(problems: Problems): Markup {
  const found = Object.entries(problems);
  if (found.length === 0) return '';
  const lines = found.map(([name, text]) => html`<li><a href="#field-${name}">${text}</a></li>`);
  return html`<div class="problems" role="alert"><p><strong>${say('web.notSavedYet')}</strong></p><ul>!${lines}</ul></div>`;
}

/**
 * Renders the hidden fields of every form that writes to a book: the CSRF token, and the idempotency key, so that
 * sending the form twice has one effect. A form shown again with errors keeps its key.
 */
export function hiddenFields(csrf: string, key: string = randomUUID()): Markup {
  return html`<input type="hidden" name="_csrf" value="${csrf}"><input type="hidden" name="key" value="${key}">`;
}

/** First button in a form: Enter in a field presses the first one. */
export function saveByEnter(): Markup {
  return html`<button class="hidden" name="intent" value="save" tabindex="-1" aria-hidden="true">${say('common.save')}</button>`;
}

/**
 * Rewrites form actions so that none equals the page's own URL: a browser without network would replace this page with
 * its error page, and nobody could go back to what they typed.
 */
export function awayFromHere(page: Markup, here: string): Markup {
  const to = (address: string) => html`method="post" action="${address}"`;
  return page.replaceAll(to(here), () => to(`${here}?`));
}

function around(options: Labelled, control: Markup, look = '', pattern?: string): Markup {
  const beside = options.required === false ? say('web.optional') : pattern;
  const note = beside === undefined ? '' : html` <small>${beside}</small>`;
  return html`<div class="field ${look}"><label for="${idOf(options)}">${options.label}!${note}</label>!${control}!${below(options)}</div>`;
}

function below(options: Labelled): Markup {
  const { hint, said, problem } = options;
  const id = idOf(options);
  return [
    said === undefined ? '' : html`<output class="said" id="${id}-said" for="${id}">${said}</output>`,
    hint ? html`<small id="${id}-hint">${hint}</small>` : '',
    problem ? html`<small class="problem" id="${id}-problem">${problem}</small>` : '',
  ].join('');
}

function stateOf(options: Labelled): Markup {
  const { hint, said, problem, required = true } = options;
  const id = idOf(options);
  const described = [said !== undefined && `${id}-said`, hint && `${id}-hint`, problem && `${id}-problem`]
    .filter(Boolean)
    .join(' ');
  return [
    required === true ? ' required' : '',
    problem ? ' aria-invalid="true"' : '',
    described ? html` aria-describedby="${described}"` : '',
  ].join('');
}

function idOf(options: Labelled): string {
  return `field-${options.id ?? options.name}`;
}
