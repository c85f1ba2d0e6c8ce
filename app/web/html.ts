/**
 * The template tag of every page. `${text}` is escaped; `!${markup}` is not, and is for what another `html` made.
 * Beware of an exclamation mark right before an expression: `Hello!${name}` would not escape.
 */
export { html } from 'ghtml';

/** Markup that went through `html`: a string like any other to TypeScript, a promise to the reader. */
export type Markup = string;
