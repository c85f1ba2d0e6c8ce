import { html, type Markup } from './html.ts';

/** More than any form here sends: a page is not made of whatever somebody sends. */
const MOST = { fields: 1000, characters: 2 ** 16 };

/** All that was in a form when it was sent, and a button to send it once more; empty where none of ours was read. */
export function sendAgain({ url, body }: { url: string; body: unknown }, csrf: () => string): Markup {
  if (typeof body !== 'object' || body === null) return '';
  const path = url.replace(/^\w+:\/\/[^/]*/, ''); // a proxy may name the host too
  const typed = Object.entries(body).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, `${value}`]),
  );
  const length = typed.reduce((sum, pair) => sum + pair.join('').length, 0);
  if (typed.length > MOST.fields || length > MOST.characters) return '';
  const fields = [['_csrf', csrf()], ...typed.filter(([name]) => name !== '_csrf')].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${path}">!${fields}<p>What you typed is kept in this page.</p>
<button>Send it again</button></form>`;
}
