import { say } from '../words/say.ts';
import { html, type Markup } from './html.ts';
import type { Fields } from './refill-rendered-form.ts';

/** Renders a form with all fields as sent, hidden, and a button to resend it. */
export function sendFieldsAgain(url: string, typed: Fields, csrf: string): Markup {
  const path = url.replace(/^\w+:\/\/[^/]*/, ''); // a proxy may send an absolute URL
  const fields = [['_csrf', csrf] as const, ...typed.filter(([name]) => name !== '_csrf')].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${path}">!${fields}<p>${say('web.typedIsKept')}</p>
<button>${say('web.sendAgain')}</button></form>`;
}
