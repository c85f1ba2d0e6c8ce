import { momentText, shortDay, type Writing } from '../../format-days-and-times.ts';
import type { ImportEntry, ImportedRow, ImportedStatement, RowsLeft } from '../../imports/import-history.ts';
import type { ProposedMove } from '../../ledger/propose-moves.ts';
import { rowsAddress } from '../../ledger/transaction-filter-in-url.ts';
import { undoForm } from '../../web/act-notice.ts';
import { amount, signedAmount } from '../../web/amount.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { say } from '../../words/say.ts';
import { movesSection } from './moves-section.ts';

export interface ImportView {
  readonly book: { readonly id: string; readonly role: string; readonly timeZone: string };
  readonly csrf: string;
  readonly writing: Writing;
  readonly entry: ImportEntry;
  readonly rows: readonly ImportedRow[];
  readonly stayed: RowsLeft;
  /** Last row of the page, when there are more. */
  readonly more: number | null;
  /** Rows of it that look like halves of moves. */
  readonly moves: readonly ProposedMove[];
  /** Id of a file of this person that waits to be imported. */
  readonly next: string | null;
}

/** An import: what went in, and the button that undoes it. */
export function importPage(view: ImportView): Markup {
  const { book, csrf, entry, writing, rows, more, moves, next } = view;
  const path = `/books/${book.id}/imports`;
  const here = `${path}/${entry.id}`;
  const at = momentText(entry.at, writing.locale, book.timeZone);
  const isUndone = entry.state === 'undone';
  const undo =
    book.role === 'viewer'
      ? ''
      : undoForm({
          book: book.id,
          csrf,
          act: entry.act,
          of: say('imports.undoOf', { name: entry.name }),
          back: here,
        });
  return html`<div class="head"><h1>${entry.name}</h1>!${isUndone ? html`<span class="badge">${say('activity.undone')}</span>` : ''}</div>
<p class="quiet">${say(isUndone ? 'imports.undoneBy' : 'imports.importedBy', { at, name: entry.person ?? say('activity.somebody') })}</p>
!${next === null ? '' : html`<p class="notice"><a href="${path}/${next}">${say('imports.nextFile')}</a></p>`}
!${entry.statements.length === 0 ? '' : html`<div class="card list"><ul class="rows">!${entry.statements.map((statement) => statementItem(statement, view))}</ul></div>`}
<div class="aside buttons">!${undo}<a href="${path}">${say('imports.all')}</a></div>
!${book.role === 'viewer' ? '' : movesSection({ path: here, csrf, writing, moves })}
!${stayedSection(view)}
!${rows.length === 0 ? '' : html`<section class="part"><h2>${say('imports.rowsOfFile')}</h2><div class="card list"><ul class="rows">!${rows.map((row) => rowItem(row, view))}</ul></div></section>`}
!${more === null ? '' : html`<nav class="pages" aria-label="${say('common.pages')}"><span></span><a class="button secondary" href="${here}?after=${more}">${say('imports.moreRows')}!${icon('forward')}</a></nav>`}`;
}

/** Rows that an undo left: they keep their keys, so that the same file does not bring them again. */
function stayedSection(view: ImportView): Markup {
  const { count, first } = view.stayed;
  if (count === 0) return '';
  const hidden =
    count === first.length
      ? ''
      : html`<p class="quiet">${say('imports.notShown', { count: count - first.length })}</p>`;
  return html`<section class="part"><h2>${say('imports.stayedRows')}</h2><p class="quiet">${say('imports.stayed', { count })}</p><div class="card list"><ul class="rows">!${first.map((row) => rowItem(row, view))}</ul>!${hidden}</div></section>`;
}

function statementItem(statement: ImportedStatement, { book, writing }: ImportView): Markup {
  const { account, accountName, currency, added, sumMinor, firstDay, lastDay } = statement;
  const days =
    firstDay === null || lastDay === null
      ? ''
      : say('imports.days', { first: shortDay(firstDay, writing), last: shortDay(lastDay, writing) });
  const rest = [
    statement.known > 0 ? say('imports.countKnown', { count: statement.known }) : '',
    statement.similar > 0 ? say('imports.countSimilar', { count: statement.similar }) : '',
    statement.deleted > 0 ? say('imports.countDeleted', { count: statement.deleted }) : '',
  ];
  const detail = [say('common.rows', { count: added }), days, ...rest].filter(Boolean).join(' · ');
  const inside = html`<span class="what"><b>${accountName}</b><small>${detail}</small></span>!${account === null ? html`<span class="badge">${say('imports.gone')}</span>` : ''}!${signedAmount(sumMinor, currency, writing.locale)}`;
  const item =
    account === null
      ? html`<div>!${inside}</div>`
      : html`<a href="${rowsAddress(book.id, { account })}">!${inside}</a>`;
  return html`<li>!${item}</li>`;
}

function rowItem(row: ImportedRow, { book, writing }: Pick<ImportView, 'book' | 'writing'>): Markup {
  const { day, payee, memo, amountMinor, currency, transaction } = row;
  const small = [shortDay(day, writing), payee ? memo : ''].filter(Boolean).join(' · ');
  const figure = amountMinor > 0n ? signedAmount : amount;
  const inside = html`<span class="what"><b>${payee || memo || say('imports.noText')}</b><small>${small}</small></span>!${transaction === null ? html`<span class="badge">${say('imports.gone')}</span>` : ''}!${figure(amountMinor, currency, writing.locale)}`;
  return transaction === null
    ? html`<li><div>!${inside}</div></li>`
    : html`<li><a href="/books/${book.id}/transactions/${transaction}">!${inside}</a></li>`;
}
