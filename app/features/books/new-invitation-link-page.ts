import type { Role } from '../../plugins/person-and-book-authorization.ts';
import { html, type Markup } from '../../web/html.ts';
import { type PlainKey, say } from '../../words/say.ts';

export interface NewLinkView {
  /** Id of the book. */
  readonly book: string;
  readonly role: Role;
  /** Undefined when the form was sent a second time. */
  readonly link: string | undefined;
}

/** Shows a new link, once only. */
export function newLinkPage({ book, role, link }: NewLinkView): Markup {
  const back = html`<p class="aside"><a href="/books/${book}/settings">${say('books.backToBook')}</a></p>`;
  if (link === undefined) {
    return html`<div class="narrow"><h1>${say('books.linkShownBefore')}</h1>
<p>${say('books.linkShownBeforeHint')}</p>!${back}</div>`;
  }
  return html`<div class="narrow"><h1>${say('books.sendLink')}</h1>
<div class="card"><div class="field"><label for="link">${say(linkMakes[role])}</label>
<textarea id="link" rows="3" readonly aria-describedby="link-hint">${link}</textarea>
<small id="link-hint">${say(`roleMeanings.${role}`)} ${say('books.linkWorksOnce')}</small></div>
<p>${say('books.linkForWhoeverHasIt')}</p></div>!${back}</div>`;
}

const linkMakes = {
  owner: 'books.linkMakesOwner',
  editor: 'books.linkMakesEditor',
  viewer: 'books.linkMakesViewer',
} as const satisfies Record<Role, PlainKey>;
