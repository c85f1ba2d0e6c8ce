import { say } from '../words/say.ts';
import { html, type Markup } from './html.ts';

/** Page for any invalid link: it does not tell a used link from one that never existed. */
export function invalidLinkPage(): Markup {
  return html`<h1>${say('common.invalidLink')}</h1>
<p>${say('web.invalidLinkHint')}</p>
<p><a href="/">${say('common.goToStart')}</a></p>`;
}
