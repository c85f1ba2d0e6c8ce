import type { Problem } from '../../bank-files/statement.ts';
import { shortDay, type Writing } from '../../format-days-and-times.ts';
import type { DraftSummary, StatementSummary } from '../../imports/draft-summary.ts';
import type { Draft } from '../../imports/keep-uploaded-files-and-choices.ts';
import { type AccountsByName, nameOf } from '../../imports/match-statements-to-accounts.ts';
import type { ProposedAccount } from '../../imports/propose-new-accounts.ts';
import type { Account } from '../../ledger/accounts.ts';
import { amountText } from '../../web/amount.ts';
import { type Choice, hiddenFields, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';
import { chooseForAllSimilar } from './choose-for-all-similar.ts';
import { rowList } from './draft-row-list.ts';
import { problemWords } from './import-problem-words.ts';
import { type HowRead, howReadFields, howReadText, questionFields } from './option-fields.ts';
import { readingDigest } from './read-draft-form.ts';

export interface DraftView {
  readonly book: { readonly id: string; readonly currency: string };
  readonly csrf: string;
  readonly writing: Writing;
  readonly draft: Draft;
  readonly found: DraftSummary;
  readonly accounts: readonly Account[];
}

/** One page for a file: what was understood, each row and what happens to it, and the button that imports it. */
export function draftPage(view: DraftView): Markup {
  const { book, csrf, draft, found } = view;
  const path = `/books/${book.id}/imports/${draft.id}`;
  const { options = {} } = draft.choices;
  const how = howReadOf(view);
  const isRefused = found.statements.some(({ status }) => status === 'refuse');
  const { sure } = found;
  const going = sure + (draft.choices.rows ?? []).length;
  const isReady = found.problems.length === 0;
  return html`<h1>${say('imports.draftTitle', { name: draft.name })}</h1>
!${sameFileNotice(view)}!${problemsCard(view)}
<form method="post" action="${path}" data-count="${path}/count" data-read="read">!${hiddenFields(csrf)}
<input type="hidden" name="shown" value="${readingDigest({ options, accounts: shownAccounts(found) })}"><input type="hidden" name="sure" value="${sure}"><input type="hidden" name="similar" value="${draft.choices.similar ?? 'skip'}">
<section class="card how">
!${questionFields(how)}
<div class="columns">!${accountFields(view)}</div>
<details class="more"!${isRefused ? ' open' : ''}><summary>${say('imports.howRead')}<br><small>${howReadText(how)}</small></summary>!${howReadFields(how)}</details>
<div class="buttons"><button class="secondary" name="intent" value="read">${say('imports.readAgain')}</button></div>
</section>
!${chooseForAllSimilar(draft.choices, found)}
!${found.statements.map((statement, index) => statementSection(statement, index, view))}
!${isReady ? html`<div class="card import-bar"><button name="intent" value="import"><span id="field-rows-said">${say('imports.importRows', { count: going })}</span></button></div>` : ''}
</form>
<form class="aside" method="post" action="${path}/discard">!${hiddenFields(csrf)}<button class="secondary">${say('imports.discard')}</button><small>${say('imports.discardHint')}</small></form>`;
}

function howReadOf({ draft, found, writing }: DraftView): HowRead {
  const { shape, columns, statements } = found;
  const mapping = statements.find((statement) => statement.mapping)?.mapping ?? {};
  const questions = statements.flatMap((statement) => statement.questions);
  const { options = {} } = draft.choices;
  return { format: shape.format, columns, mapping, questions, options, writing };
}

function sameFileNotice({ book, found }: DraftView): Markup {
  if (found.sameFile === null) return '';
  return html`<p class="notice"><a href="/books/${book.id}/imports/${found.sameFile}">${say('imports.sameFile')}</a></p>`;
}

/** Everything that keeps the file out, with its place. */
function problemsCard({ found }: DraftView): Markup {
  const read = found.statements.flatMap(({ problems }) => problems).map(placed);
  const kept = found.problems
    .filter(({ why }) => why !== 'not ready' && why !== 'no account')
    .map((problem) => {
      const words = problemWords(problem);
      return problem.row === null ? words : `${say('imports.inRow', { row: problem.row + 1 })} ${words}`;
    });
  const lines = [...new Set([...read, ...kept])];
  if (lines.length === 0) return '';
  const shown = lines.slice(0, MOST_PROBLEMS);
  const more =
    lines.length > shown.length
      ? html`<p>${say('imports.moreProblems', { count: lines.length - shown.length })}</p>`
      : '';
  return html`<div class="problems" role="alert"><p><strong>${say('imports.cannotImport')}</strong></p><ul>!${shown.map((line) => html`<li>${line}</li>`)}</ul>!${more}</div>`;
}

const MOST_PROBLEMS = 20;

function placed({ line, column, message }: Problem): string {
  if (line === null) return message;
  if (column === null) return say('imports.atLine', { line: String(line), message });
  return say('imports.atLineAndColumn', { line: String(line), column, message });
}

/** Accounts as the page shows them: a name that money went to is no account here, unless one was chosen for it. */
function shownAccounts({ statements, accounts, movedNames }: DraftSummary): AccountsByName {
  const own = statements.map(nameOf);
  const moved = movedNames.filter((name) => !own.includes(name));
  return {
    ...Object.fromEntries(own.flatMap((name) => (name in accounts ? [[name, accounts[name] ?? null]] : []))),
    ...Object.fromEntries(moved.map((name) => [name, accounts[name] ?? null])),
  };
}

/** A list for each account of the file, and for each that money went to. */
function accountFields({ book, found, accounts }: DraftView): Markup {
  const { statements, proposed = [] } = found;
  const shown = shownAccounts(found);
  const own = statements.map(nameOf);
  const fields = statements.map((statement, index) => {
    const name = nameOf(statement);
    const offered = proposed.filter(({ named }) => named === name);
    const choices = accountChoices(accounts, offered, statement.currencies);
    const label = name === '' ? say('imports.account') : say('imports.accountNamed', { name });
    return accountField({ name, label, index, choices, chosen: shown[name] });
  });
  const moved = Object.keys(shown).filter((name) => !own.includes(name));
  const others = moved.map((name, index) => {
    const none = { value: 'out', label: say('imports.noMove') };
    const choices = [none, ...openAccounts(accounts, [])];
    const label = say('imports.movedAccount', { name });
    return accountField({ name, label, index: own.length + index, choices, chosen: shown[name] });
  });
  const isNone = accounts.length === 0 && proposed.length === 0;
  const add = html`<p><a href="/books/${book.id}/accounts/new">${say('accounts.add')}</a></p>`;
  return [...fields, ...others, isNone ? add : ''].join('');
}

interface AccountField {
  /** In the file. */
  readonly name: string;
  readonly label: string;
  readonly index: number;
  readonly choices: readonly Choice[];
  readonly chosen: string | null | undefined;
}

function accountField({ name, label, index, choices, chosen }: AccountField): Markup {
  const value = chosen === null ? 'out' : (chosen ?? '');
  const problem = chosen === undefined ? say('imports.noAccount') : undefined;
  return html`<div><input type="hidden" name="named" value="${name}">!${select({ name: 'to', id: `to-${index}`, label, value, problem, required: 'unmarked', groups: [{ name: '', choices }] })}</div>`;
}

function accountChoices(
  accounts: readonly Account[],
  proposed: readonly ProposedAccount[],
  currencies: readonly string[],
): readonly Choice[] {
  return [
    { value: '', label: say('imports.chooseAccount') },
    ...openAccounts(accounts, currencies),
    ...proposed.map(({ id, name, currency }) => ({
      value: id,
      label: say('imports.newAccount', { name, currency }),
    })),
    { value: 'out', label: say('imports.leaveOut') },
  ];
}

/** Open accounts, those in a currency of the rows first. */
function openAccounts(accounts: readonly Account[], currencies: readonly string[]): readonly Choice[] {
  const open = accounts.filter(({ closedOn }) => closedOn === null);
  const fits = ({ currency }: Account) => currencies.length === 0 || currencies.includes(currency);
  return [...open.filter(fits), ...open.filter((account) => !fits(account))].map(
    ({ id, name, currency }) => ({
      value: id,
      label: say('imports.accountIn', { name, currency }),
    }),
  );
}

function statementSection(statement: StatementSummary, index: number, view: DraftView): Markup {
  const { found, writing, draft } = view;
  const { preview, groups, status } = statement;
  if (status !== 'import' || !preview.account) return '';
  const isSeveral = found.statements.length > 1;
  const title = isSeveral ? html`<h2>${preview.account.name}</h2>` : '';
  const { rows: chosen = [], similar = 'skip' } = draft.choices;
  const rows = { statement: index, groups, chosen, similar, writing };
  return html`<section class="part">!${title}<ul class="totals">!${facts(preview, writing)}</ul>!${balanceLine(preview, writing)}!${rowList(rows)}!${leftOut(statement)}</section>`;
}

/** Counts, sum, and first and last day of a statement. */
function facts(preview: StatementSummary['preview'], writing: Writing): Markup {
  const { counts, goesIn, sumMinor, firstDay, lastDay, account } = preview;
  const sum = amountText(sumMinor, account?.currency ?? 'EUR', writing.locale, 'exceptZero');
  const days =
    firstDay === null || lastDay === null
      ? ''
      : say('imports.days', { first: shortDay(firstDay, writing), last: shortDay(lastDay, writing) });
  const lines = [
    say('imports.goIn', { count: goesIn, sum }),
    counts.known > 0 ? say('imports.countKnown', { count: counts.known }) : '',
    counts.similar > 0 ? say('imports.countSimilar', { count: counts.similar }) : '',
    counts.deleted > 0 ? say('imports.countDeleted', { count: counts.deleted }) : '',
    days,
  ];
  return lines
    .filter(Boolean)
    .map((line) => html`<li>${line}</li>`)
    .join('');
}

/** The balance of the file beside ours after this import. */
function balanceLine({ balance, account }: StatementSummary['preview'], { locale }: Writing): Markup {
  if (balance === null || account === null) return '';
  const text = (minor: bigint) => amountText(minor, account.currency, locale);
  const { fileMinor, afterMinor } = balance;
  if (fileMinor === afterMinor)
    return html`<p class="notice">${say('imports.balanceAgrees', { balance: text(fileMinor) })}</p>`;
  const values = {
    file: text(fileMinor),
    ours: text(afterMinor),
    difference: text(magnitude(fileMinor - afterMinor)),
  };
  return html`<p class="notice differs">${say('imports.balanceDiffers', values)}</p>`;
}

function magnitude(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}

function leftOut({ leftOut: { count, first } }: StatementSummary): Markup {
  if (count === 0) return '';
  const shown = first.slice(0, MOST_PROBLEMS);
  const items = shown.map(
    ({ line, message }) => html`<li>${say('imports.atLine', { line: String(line), message })}</li>`,
  );
  return html`<details class="left-out"><summary>${say('imports.leftOutLines', { count })}</summary><ul>!${items}</ul></details>`;
}
