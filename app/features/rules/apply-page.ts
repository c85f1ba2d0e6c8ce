import type { Matches } from '../../ledger/rules/transactions-to-change.ts';
import { hiddenFields } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { say } from '../../words/say.ts';
import { type MatchesView, matchRows } from './transactions-to-change-list.ts';

export interface ApplyView extends MatchesView {
  readonly csrf: string;
  readonly matches: Matches;
  /** Digest of the rows that are shown. */
  readonly mark: string;
  /** The only rule to apply, in words; undefined for all rules. */
  readonly only: { readonly id: string; readonly words: string } | undefined;
}

/** Renders the rows that rules would change, before anything is changed, with the button that does it. */
export function applyPage(view: ApplyView): Markup {
  const { book, csrf, matches, mark, only } = view;
  const { found, more } = matches;
  const path = `/books/${book.id}/rules`;
  const heading = html`<h1>${say(only ? 'rules.applyOne' : 'rules.applyAll')}</h1>!${only ? html`<p>${only.words}</p>` : ''}`;
  const back = html`<a class="button secondary" href="${path}">!${icon('back')}${say('rules.goTo')}</a>`;
  if (found.length === 0) {
    return html`<div class="narrow">!${heading}<p>${say('rules.nothingToDo')}</p><p class="quiet">${say('rules.leftHint')}</p><p>!${back}</p></div>`;
  }
  return html`<div class="narrow">!${heading}
<p>${say('rules.wouldChange', { count: found.length })} ${more ? say('rules.notAll') : ''} <span class="quiet">${say('rules.leftHint')}</span></p>
<form class="plain" method="post" action="${path}/apply">!${hiddenFields(csrf)}<input type="hidden" name="rule" value="${only?.id ?? ''}"><input type="hidden" name="mark" value="${mark}">
<div class="buttons"><button>${say('bulk.applyTo', { count: found.length })}</button>!${back}</div></form>
!${matchRows(found, view)}</div>`;
}
