import { type Fields, isSmall } from './fill-form.ts';
import { html, type Markup } from './html.ts';

/** All that was in a form when it was sent, and a button to send it once more; empty where none of ours was read. */
export function sendAgain({ url, body }: { url: string; body: unknown }, csrf: () => string): Markup {
  if (typeof body !== 'object' || body === null) return '';
  const typed: Fields = Object.entries(body).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, `${value}`] as const),
  );
  return isSmall(typed) ? sendFieldsAgain(url, typed, csrf()) : '';
}

/** The same of fields that were read already, and are few. */
export function sendFieldsAgain(url: string, typed: Fields, csrf: string): Markup {
  const path = url.replace(/^\w+:\/\/[^/]*/, ''); // a proxy may name the host too
  const fields = [['_csrf', csrf] as const, ...typed.filter(([name]) => name !== '_csrf')].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${path}">!${fields}<p>What you typed is kept in this page.</p>
<button>Send it again</button></form>`;
}
