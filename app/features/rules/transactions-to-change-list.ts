import { shortDay, type Writing } from '../../format-days-and-times.ts';
import type { RulePart, RuleRow } from '../../ledger/rules/apply-rules.ts';
import type { Match } from '../../ledger/rules/transactions-to-change.ts';
import { signedAmount } from '../../web/amount.ts';
import { html, type Markup } from '../../web/html.ts';
import { joinList } from '../../words/join-list.ts';
import { say } from '../../words/say.ts';
import type { Named } from './rule-words.ts';

export interface MatchesView extends Named {
  readonly book: { readonly id: string };
  readonly writing: Writing;
}

/** Number of rows that are named; the others are counted. */
const rowsShown = 100;

/** Renders rows that rules would change, each with what becomes of it. */
export function matchRows(matches: readonly Match[], view: MatchesView): Markup {
  const rows = matches.slice(0, rowsShown).map((match) => row(match, view));
  const others = matches.length - rows.length;
  return html`<div class="card list"><ul class="rows">!${rows}</ul></div>!${others > 0 ? html`<p class="quiet">${say('rules.andOthers', { count: others })}</p>` : ''}`;
}

function row({ id, before, applied }: Match, view: MatchesView): Markup {
  const { book, writing } = view;
  const { row: after, set } = applied;
  const fields = new Set(set.map(({ field }) => field));
  const changes = [
    fields.has('payee') &&
      say('rules.becomes', { before: before.payee || say('transactions.blank'), after: after.payee }),
    fields.has('category') &&
      say('rules.becomes', { before: sortedWords(before, view), after: sortedWords(after, view) }),
    fields.has('note') &&
      say('rules.becomes', { before: before.note || say('transactions.blank'), after: after.note }),
    fields.has('tags') && joinList(newTags(before, after, view)),
    fields.has('cleared') && say('rules.setCleared'),
  ].filter((words) => words !== false);
  return html`<li><a href="/books/${book.id}/transactions/${id}"><span class="what"><b>${before.payee || say('unsorted.noPayee')}</b><small>${shortDay(before.day, writing)} · ${joinList(changes)}</small></span>!${signedAmount(before.amount, before.currency, writing.locale)}</a></li>`;
}

function newTags(before: RuleRow, after: RuleRow, { tags }: Named): string[] {
  const added = after.tags.filter((tag) => !before.tags.includes(tag));
  return added.map((tag) =>
    say('rules.setTag', { tag: tags.find(({ id }) => id === tag)?.name ?? say('rules.gone') }),
  );
}

function sortedWords({ parts }: RuleRow, named: Named): string {
  return parts.length === 0
    ? say('categoryRoles.unsorted')
    : joinList(parts.map((part) => partName(part, named)));
}

function partName(part: RulePart, { accounts, categories }: Named): string {
  if ('account' in part)
    return say('rules.setAccount', {
      account: accounts.find(({ id }) => id === part.account)?.name ?? say('rules.gone'),
    });
  return categories.find(({ id }) => id === part.category)?.name ?? say('rules.gone');
}
