import { html } from 'ghtml';

/**
 * Template tag of every page. `${text}` is escaped; `!${markup}` is not, and is for the result of another `html`.
 * Beware of an exclamation mark right before an expression: `Hello!${name}` would not escape.
 */
export { html };

/** Escaped markup made by `html`: a plain string to TypeScript, a promise to the reader. */
export type Markup = string;

/** Marks the part of a message that only screen readers tell. */
export function hidden(within: Markup): Markup {
  return html`<span class="hidden">!${within}</span>`;
}
