import { amount, signedAmount } from '../../web/amount.ts';
import { line, ring } from '../../web/charts.ts';
import { html, type Markup } from '../../web/html.ts';
import { type IconName, icon } from '../../web/icons.ts';
import { languageNow } from '../../words/current-language.ts';
import { say } from '../../words/say.ts';

/** Start page for visitors: what the app is, how it looks, and links to sign in or up. */
export function welcomePage(maySignUp: boolean): Markup {
  const ways = maySignUp
    ? html`<a class="button" href="/sign-up">${say('common.signUp')}</a><a class="button secondary" href="/sign-in">${say('common.signIn')}</a>`
    : html`<a class="button" href="/sign-in">${say('common.signIn')}</a>`;
  return html`<div class="hero">
<div>
<h1>${say('welcome.slogan')}</h1>
<p class="lead">${say('welcome.lead')}</p>
<p class="buttons">!${ways}</p>
</div>
!${picture()}
</div>
<ul class="points">
!${point('accounts', say('welcome.exact'), say('welcome.exactHint'))}
!${point('person', say('welcome.forTwo'), say('welcome.forTwoHint'))}
!${point('overview', say('welcome.quiet'), say('welcome.quietHint'))}
</ul>`;
}

/** Page for people who are in no book any more. */
export function noBookPage(): Markup {
  return html`<h1>${say('welcome.noBook')}</h1>
<p>${say('welcome.noBookHint')}</p>
<p><a class="button" href="/books/new">${say('common.addBook')}</a></p>`;
}

function point(drawing: IconName, title: string, text: string): Markup {
  return html`<li>!${icon(drawing)}<h2>${title}</h2><p>${text}</p></li>`;
}

/** Sample overview with made-up figures; hidden from screen readers as a picture. */
function picture(): Markup {
  const rows = [
    ['spent', say('sample.grocer'), say('welcome.sampleGroceries'), -4_217n],
    ['received', say('sample.employer'), say('welcome.sampleSalary'), 290_000n],
    ['spent', say('sample.cafe'), say('welcome.sampleEatingOut'), -1_890n],
  ] as const;
  const items = rows.map(
    ([kind, who, what, minor]) =>
      html`<li><div><span class="sign ${kind}">!${icon(kind)}</span><span class="what"><b>${who}</b><small>${what}</small></span>!${signedAmount(minor, 'EUR', languageNow().tag)}</div></li>`,
  );
  const shares = [52, 21, 12, 9, 6].map((value) => ({ name: '', value }));
  return html`<div class="picture" aria-hidden="true">
<div class="card"><small>${say('common.netWorth')}</small><p class="big">!${amount(2_416_368n, 'EUR', languageNow().tag)}</p>!${line([13, 13.4, 14.6, 14.2, 16, 17.1, 17, 19.2, 20.4, 21.5, 23.4, 24.2], say('welcome.sample'))}</div>
<div class="card">!${ring(shares, say('welcome.sample'))}</div>
<div class="card list"><ul class="rows">!${items}</ul></div>
</div>`;
}
