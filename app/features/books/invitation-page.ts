import type { Role } from '../../plugins/access.ts';
import { html, type Markup } from '../../web/html.ts';
import { roleMeanings } from '../../web/words.ts';

export interface NewLinkView {
  /** Id of the book. */
  readonly book: string;
  readonly role: Role;
  /** Absent when the form that made it was sent a second time. */
  readonly link: string | undefined;
}

/** The one time that a link is shown. */
export function newLinkPage({ book, role, link }: NewLinkView): Markup {
  const back = html`<p class="aside"><a href="/books/${book}/settings">Back to this book</a></p>`;
  if (link === undefined) {
    return html`<div class="narrow"><h1>The link was shown before</h1>
<p>It is not kept, so it cannot be shown again. If nobody has it, take it back and make another one.</p>!${back}</div>`;
  }
  return html`<div class="narrow"><h1>Send this link</h1>
<div class="card"><div class="field"><label for="link">It makes one person a member, as ${role}</label>
<textarea id="link" rows="3" readonly aria-describedby="link-hint">${link}</textarea>
<small id="link-hint">${roleMeanings[role]} The link is shown only now, works once and for seven days, and can be taken back.</small></div>
<p>Whoever has it may use it: send it to nobody but the person you mean.</p></div>!${back}</div>`;
}
