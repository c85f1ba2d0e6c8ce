import { html, type Markup } from './html.ts';

/** A label and its text. */
export type Fact = readonly [label: string, text: string];

/** Renders facts read-only, for people who may not use the form. */
export function factList(facts: readonly Fact[]): Markup {
  const rows = facts.map(
    ([label, text]) =>
      html`<li><div><span class="what"><small>${label}</small><b>${text}</b></span></div></li>`,
  );
  return html`<div class="card list"><ul class="rows">!${rows}</ul></div>`;
}
