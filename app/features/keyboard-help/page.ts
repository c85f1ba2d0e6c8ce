import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';

/** Renders the keys that there are; `live.js` shows the same in a dialog, and brings its close button and its switch. */
export function keyboardPage(book: { readonly id: string; readonly role: string }): Markup {
  const keys = [
    ...(book.role === 'viewer' ? [] : [['n', say('keyboard.new')] as const]),
    ['/', say('keyboard.search')] as const,
    ['?', say('keyboard.help')] as const,
  ];
  const rows = keys.map(
    ([key, does]) => html`<li><div><kbd>${key}</kbd><span class="what">${does}</span></div></li>`,
  );
  return html`<div class="narrow keyboard"><h1>${say('keyboard.title')}</h1>
<div class="card list"><ul class="rows">!${rows}</ul></div>
<p class="quiet">${say('keyboard.hint')}</p>
<label class="check" hidden><input type="checkbox"><span>${say('keyboard.use')}</span></label>
<p class="buttons" hidden><button class="secondary">${say('keyboard.close')}</button></p></div>`;
}
