import type { Row } from '../../bank-files/statement.ts';
import { shortDay, type Writing } from '../../format-days-and-times.ts';
import type { NumberedRow, RowGroup, StatementSummary } from '../../imports/draft-summary.ts';
import type { ByRules, RulePartName } from '../../imports/foresee-rules.ts';
import type { Choice, SimilarFate } from '../../imports/import-request-types.ts';
import type { LookAlike, RowPreview } from '../../imports/preview-import.ts';
import { categoryName } from '../../ledger/list-categories-with-shown-names.ts';
import { signedAmount } from '../../web/amount.ts';
import { html, type Markup } from '../../web/html.ts';
import { tagBadges } from '../../web/tag-badges.ts';
import { joinList } from '../../words/join-list.ts';
import { type PlainKey, say } from '../../words/say.ts';

export interface RowsView {
  /** Position of the statement within the file. */
  readonly statement: number;
  readonly groups: StatementSummary['groups'];
  readonly chosen: readonly Choice[];
  /** Fate of similar rows that are not chosen. */
  readonly similar: SimilarFate;
  readonly writing: Writing;
}

/** All rows of a statement by what happens to them: those that need the person first. */
export function rowList(view: RowsView): Markup {
  const { groups } = view;
  return [
    group(view, 'similar', groups.similar, { isOpen: true }),
    group(view, 'new', groups.new, { isOpen: true }),
    group(view, 'deleted', groups.deleted, { isOpen: false }),
    group(view, 'known', groups.known, { isOpen: false }),
  ].join('');
}

const titles = {
  new: 'imports.newRows',
  known: 'imports.knownRows',
  similar: 'imports.similarRows',
  deleted: 'imports.deletedRows',
} as const;

const hints: Readonly<Partial<Record<RowPreview['verdict'], PlainKey>>> = {
  similar: 'imports.similarHint',
  deleted: 'imports.deletedHint',
};

function group(
  view: RowsView,
  verdict: RowPreview['verdict'],
  { count, first }: RowGroup,
  { isOpen }: { readonly isOpen: boolean },
): Markup {
  if (count === 0) return '';
  const title = say(titles[verdict], { count });
  const hint = verdict === 'similar' && view.similar !== 'skip' ? undefined : hints[verdict];
  const hidden =
    count === first.length
      ? ''
      : html`<p class="quiet">${say('imports.notShown', { count: count - first.length })}!${first.some(({ preview }) => preview.byRules) ? html` ${say('imports.rulesOnOthers')}` : ''}</p>`;
  const isHeld = isOpen || first.some(({ at }) => choiceFor(view, at) !== undefined);
  return html`<details class="card list"!${isHeld ? ' open' : ''}><summary>${title}</summary>
!${hint ? html`<p class="quiet">${say(hint)}</p>` : ''}<ul class="rows">!${first.map((one) => item(one, view))}</ul>!${hidden}</details>`;
}

const marks = {
  new: 'imports.new',
  known: 'imports.known',
  similar: 'imports.similar',
  deleted: 'imports.deleted',
} as const satisfies Record<RowPreview['verdict'], PlainKey>;

function item({ at, row, preview }: NumberedRow, view: RowsView): Markup {
  const { payee, memo, date, amountMinor, currency, category, pending } = row;
  const title = payee || memo || say('imports.noText');
  const small = [shortDay(date, view.writing), payee ? memo : '', category ?? '', movedText(row)];
  const badge = html`<span class="badge ${preview.verdict}">${say(marks[preview.verdict])}</span>`;
  const waits = pending ? html` <span class="badge">${say('ledger.pending')}</span>` : '';
  return html`<li><div><span class="what"><b>${title}</b><small>${small.filter(Boolean).join(' · ')}!${waits}!${ruleText(preview.byRules)}</small></span>!${badge}!${signedAmount(amountMinor, currency, view.writing.locale)}!${decision(at, preview, view)}</div></li>`;
}

/** What rules will make of a row. */
function ruleText(byRules: ByRules | undefined): Markup {
  if (byRules === undefined) return '';
  const { payee, note, parts = [], tags = [], isCleared } = byRules;
  const what = [
    ...(payee === undefined ? [] : [say('rules.setPayee', { name: payee })]),
    ...parts.map(partText),
    ...(note === undefined ? [] : [say('rules.setNote', { text: note })]),
    ...(isCleared ? [say('rules.setCleared')] : []),
  ];
  const words =
    what.length > 0 ? say('imports.byRules', { what: joinList(what) }) : say('imports.taggedByRules');
  return html`<br>${words}!${tagBadges(tags)}`;
}

function partText(part: RulePartName): string {
  return 'account' in part ? say('rules.setAccount', part) : categoryName(part.category);
}

function movedText({ movedTo, splits }: Row): string {
  if (splits !== undefined) return say('imports.parts', { count: splits.length });
  return movedTo === undefined ? '' : say('imports.movedTo', { account: movedTo.account });
}

function choiceFor({ chosen, statement }: RowsView, at: number): Choice | undefined {
  return chosen.find((choice) => choice.statement === statement && choice.row === at);
}

/** What a person may decide of a row that does not go in by itself. */
function decision(at: number, { verdict, goesIn, like }: RowPreview, view: RowsView): Markup {
  if (verdict !== 'similar' && verdict !== 'deleted') return '';
  const { statement } = view;
  const as = choiceFor(view, at)?.as;
  const told = like ? html`<small>${likeText(like, view.writing)}</small>` : '';
  if (verdict === 'similar' && view.similar !== 'skip' && goesIn !== false && as === undefined)
    return html`<span class="decide">!${told}</span>`; // by the choice for all
  const box = (kind: Choice['as'], label: string) =>
    html`<label class="check"><input type="checkbox" name="row" value="${statement}.${at}.${kind}" data-row="${statement}.${at}"!${as === kind ? ' checked' : ''}><span>${label}</span></label>`;
  const replace = like?.canReplace
    ? box('replace', say(like.why === 'pending' ? 'imports.replacePending' : 'imports.replace'))
    : '';
  return html`<span class="decide">!${told}!${replace}!${box('add', say('imports.addAnyway'))}</span>`;
}

const reasons = {
  amount: 'imports.likeAmount',
  changed: 'imports.likeChanged',
  pending: 'imports.likePending',
  cut: 'imports.likeCut',
} as const;

function likeText({ why, day, payee, isByHand }: LookAlike, writing: Writing): string {
  const at = shortDay(day, writing);
  const name = payee || say('imports.noText');
  return say(why === 'amount' && isByHand ? 'imports.likeByHand' : reasons[why], { day: at, name });
}
