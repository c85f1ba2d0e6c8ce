import { shortDay, type Writing } from '../../format-days-and-times.ts';
import type { ProposedMove } from '../../ledger/propose-moves.ts';
import { amount } from '../../web/amount.ts';
import { hiddenFields } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { say } from '../../words/say.ts';

export interface MovesView {
  /** Path of the import. */
  readonly path: string;
  readonly csrf: string;
  readonly writing: Writing;
  readonly moves: readonly ProposedMove[];
}

/** Rows that look like the two halves of a move, each with the button that makes them one. */
export function movesSection(view: MovesView): Markup {
  const { moves } = view;
  if (moves.length === 0) return '';
  const all =
    moves.length === 1
      ? ''
      : html`<div class="buttons">!${joinForm(moves, say('imports.joinAll', { count: moves.length }), view)}</div>`;
  return html`<section class="part"><h2>${say('imports.moves')}</h2><p class="quiet">${say('imports.movesHint')}</p>
<div class="card list"><ul class="rows">!${moves.map((move) => item(move, view))}</ul></div>!${all}</section>`;
}

function item(move: ProposedMove, view: MovesView): Markup {
  const { from, to } = move;
  const { locale } = view.writing;
  const title = say('imports.fromTo', { from: from.accountName, to: to.accountName });
  const days = [...new Set([from.day, to.day])].map((day) => shortDay(day, view.writing));
  const texts = [...new Set([from.payee, to.payee])].filter(Boolean);
  const arrives = from.currency === to.currency ? '' : html` !${amount(to.amountMinor, to.currency, locale)}`;
  return html`<li><div><span class="sign moved">!${icon('moved')}</span><span class="what"><b>${title}</b><small>${[...days, ...texts].join(' · ')}</small></span>!${amount(-from.amountMinor, from.currency, locale)}!${arrives}!${joinForm([move], say('imports.join'), view)}</div></li>`;
}

function joinForm(moves: readonly ProposedMove[], label: string, { path, csrf }: MovesView): Markup {
  const pairs = moves.map(
    ({ from, to }) =>
      html`<input type="hidden" name="move" value="${from.transaction}.${from.version}.${to.transaction}.${to.version}">`,
  );
  return html`<form method="post" action="${path}/moves">!${hiddenFields(csrf)}!${pairs}<button class="small secondary">${label}</button></form>`;
}
