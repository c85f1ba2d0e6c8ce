import { dayName, momentText, shortDay, type Writing } from '../../format-days-and-times.ts';
import { summaryOf } from '../../ledger/describe-transaction.ts';
import { categoryName } from '../../ledger/list-categories-with-shown-names.ts';
import type { NamedPosting, Transaction } from '../../ledger/read-transactions-with-postings.ts';
import type { Receipt } from '../../receipts/receipt-queries.ts';
import { amount, signedAmount } from '../../web/amount.ts';
import { type Fact, factList } from '../../web/fact-list.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { receiptThumbs } from '../../web/receipt-thumbs.ts';
import { joinList } from '../../words/join-list.ts';
import { say } from '../../words/say.ts';
import { bankWords } from './bank-text-beyond-payee-and-note.ts';
import type { lastChange } from './query-last-change.ts';

export interface ReadingView {
  readonly transaction: Transaction;
  /** Last change; undefined for a transaction from before changes were recorded. */
  readonly changed: Awaited<ReturnType<typeof lastChange>>;
  /** Texts that banks wrote of it. */
  readonly raw: readonly string[];
  readonly book: string;
  readonly receipts: readonly Receipt[];
  readonly writing: Writing;
  readonly timeZone: string;
  /** URL of the page to return to. */
  readonly back: string;
}

/** Renders a transaction read-only, for viewers, with the page title. */
export function readOnlyPage(view: ReadingView): { readonly title: string; readonly body: Markup } {
  const { transaction, writing, back } = view;
  const { kind, postings, state, bookedOn } = transaction;
  const { title, amount: minor, currency } = summaryOf(transaction);
  const whole = kind === 'moved' ? amount : signedAmount;
  const onAccounts = postings.filter((posting) => posting.account !== null);
  const parts = postings.filter((posting) => posting.category !== null && !posting.isOwn);
  const body = html`<div class="narrow"><h1>${title}</h1>
<section class="worth card"><p class="of"><span class="sign ${kind}">!${icon(kind)}</span><span>${say(`kinds.${kind}`)} · ${dayName(bookedOn, writing)}</span>!${state === 'pending' ? html`<span class="badge">${say('ledger.pending')}</span>` : ''}</p>
<p class="big plain">!${whole(minor, currency, writing.locale)}</p></section>
!${lines(say('transactions.accountsHeading', { count: onAccounts.length }), onAccounts, (line) => accountRow(line, writing))}
!${lines(say('transactions.categoriesHeading', { count: parts.length }), parts, (line) => categoryRow(line, writing))}
!${facts(view)}!${receiptList(view)}
<p class="aside"><a class="button secondary" href="${back}">!${icon('back')}${say('common.back')}</a></p></div>`;
  return { title, body };
}

function lines(heading: string, shown: readonly NamedPosting[], row: (line: NamedPosting) => Markup): Markup {
  if (shown.length === 0) return '';
  const rows = shown.map((line) => html`<li><div>!${row(line)}</div></li>`);
  return html`<h2 class="day">${heading}</h2><div class="card list"><ul class="rows">!${rows}</ul></div>`;
}

function accountRow(line: NamedPosting, writing: Writing): Markup {
  const { name, note, state, bankDay, amount: minor, currency } = line;
  const atBank = bankDay === null ? '' : say('transactions.atBank', { day: shortDay(bankDay, writing) });
  const more = [say(`ledger.${state}`), atBank, note].filter(Boolean).join(' · ');
  return html`<span class="what"><b>${name}</b><small>${more}</small></span>!${signedAmount(minor, currency, writing.locale)}`;
}

/** Signed as seen from the accounts, so that all lines add up to the whole. */
function categoryRow(line: NamedPosting, { locale }: Writing): Markup {
  const { note, amount: minor, currency } = line;
  return html`<span class="what"><b>${categoryName(line)}</b>!${note === '' ? '' : html`<small>${note}</small>`}</span>!${signedAmount(-minor, currency, locale)}`;
}

function facts(view: ReadingView): Markup {
  const { transaction, changed } = view;
  const { kind, payee, note, tags } = transaction;
  const all: readonly Fact[] = [
    [say(`payee.${kind}`), payee],
    [say('transactions.note'), note],
    [say('transactions.bankWrote'), bankWords(view.raw, transaction)],
    [say('tags.title'), joinList(tags.map(({ name }) => name))],
    [say(changed?.action === 'add' ? 'transactions.added' : 'transactions.lastChanged'), byWhom(view)],
  ];
  const known = all.filter(([, text]) => text !== '');
  return known.length > 0 ? html`<h2 class="day">${say('transactions.more')}</h2>!${factList(known)}` : '';
}

function receiptList({ book, receipts }: ReadingView): Markup {
  if (receipts.length === 0) return '';
  return html`<h2 class="day">${say('receipts.title')}</h2>!${receiptThumbs(book, receipts)}`;
}

function byWhom({ changed, writing, timeZone }: ReadingView): string {
  if (!changed) return '';
  const moment = momentText(changed.at, writing.locale, timeZone);
  const { name } = changed;
  return name === null
    ? say('transactions.bySomebody', { moment })
    : say('transactions.by', { moment, name });
}
