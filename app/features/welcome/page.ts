import { amount, signedAmount } from '../../web/amount.ts';
import { line, ring } from '../../web/charts.ts';
import { html, type Markup } from '../../web/html.ts';
import { type IconName, icon } from '../../web/icons.ts';

/** What a visitor sees first: what this is, what it looks like, and the ways in. */
export function welcomePage(maySignUp: boolean): Markup {
  const ways = maySignUp
    ? html`<a class="button" href="/sign-up">Sign up</a><a class="button secondary" href="/sign-in">Sign in</a>`
    : html`<a class="button" href="/sign-in">Sign in</a>`;
  return html`<div class="hero">
<div>
<h1>Know where the money goes</h1>
<p class="lead">One calm place for your household's money: what you spent, what you received, what you moved.</p>
<p class="buttons">!${ways}</p>
</div>
!${picture()}
</div>
<ul class="points">
!${point('accounts', 'Exact to the cent', 'Every row is checked by the database. Each currency keeps its own digits, and is never added to another.')}
!${point('person', 'Made for two', 'Share a book with whom you like. When both of you change the same row, you see both and choose.')}
!${point('overview', 'Quick and quiet', 'No trackers, no advertising. It works without scripts, on an old phone and in the dark.')}
</ul>`;
}

/** For people who left, or were taken out of, every book. */
export const noBookPage = html`<h1>No book yet</h1>
<p>You are not a member of any book. Ask the owner of one for an invitation, or start your own.</p>
<p><a class="button" href="/books/new">Add a book</a></p>`;

function point(drawing: IconName, title: string, text: string): Markup {
  return html`<li>!${icon(drawing)}<h2>${title}</h2><p>${text}</p></li>`;
}

/** An overview in small, with made-up figures: a picture, so screen readers pass it by. */
function picture(): Markup {
  const rows = [
    ['spent', 'Green Grocer', 'Groceries', -4_217n],
    ['received', 'Acme Works', 'Salary', 290_000n],
    ['spent', 'Café Luna', 'Eating out', -1_890n],
  ] as const;
  const items = rows.map(
    ([kind, who, what, minor]) =>
      html`<li><div><span class="sign ${kind}">!${icon(kind)}</span><span class="what"><b>${who}</b><small>${what}</small></span>!${signedAmount(minor, 'EUR', 'en')}</div></li>`,
  );
  const shares = [52, 21, 12, 9, 6].map((value) => ({ name: '', value }));
  return html`<div class="picture" aria-hidden="true">
<div class="card"><small>Net worth</small><p class="big">!${amount(2_416_368n, 'EUR', 'en')}</p>!${line([13, 13.4, 14.6, 14.2, 16, 17.1, 17, 19.2, 20.4, 21.5, 23.4, 24.2], 'Sample')}</div>
<div class="card">!${ring(shares, 'Sample')}</div>
<div class="card list"><ul class="rows">!${items}</ul></div>
</div>`;
}
