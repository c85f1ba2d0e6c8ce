import type { Day } from '../../calendar.ts';
import { clockText, shortDay, type Writing } from '../../format-days-and-times.ts';
import { fieldText } from '../../parse-and-format-amounts.ts';
import { amountText } from '../../web/amount.ts';
import { hiddenFields } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { isolated } from '../../words/isolate-direction.ts';
import { joinList } from '../../words/join-list.ts';
import { say } from '../../words/say.ts';
import { type Known, leftToSplit, minorOf } from './draft-to-entry.ts';
import { chosenAccount, type Draft } from './form-draft.ts';
import { backTo } from './return-address.ts';
import { returnAddressField } from './return-address-field.ts';

/** A transaction as form fields, and the day that they stand for. */
export interface Version {
  readonly draft: Draft;
  readonly bookedOn: Day;
  /** Ids of receipts that wait for it to be saved. @default none */
  readonly receipts?: readonly string[];
}

export interface ConflictView {
  readonly book: string;
  /** URL of the list to return to. */
  readonly list: string;
  readonly csrf: string;
  readonly writing: Writing;
  readonly timeZone: string;
  readonly id: string;
  readonly known: Known;
  /** Version that the person tried to save; null for a deletion. */
  readonly mine: Version | null;
  /** Version that is stored now; null when somebody deleted it. */
  readonly theirs: (Version & { readonly version: number }) | null;
  readonly changed?: { readonly name: string | null; readonly at: Date } | undefined;
}

/** Shows both versions side by side and lets the person choose; nothing is written before that. */
export function conflictPage(view: ConflictView): Markup {
  const { book, list, id, theirs, mine } = view;
  if (!theirs) {
    return html`<div class="narrow"><h1>${say('transactions.deletedMeanwhile')}</h1>
<p>${whoDid('deleted', view)}</p>
<p><a class="button" href="${list}">${say('transactions.goToList')}</a></p></div>`;
  }
  return html`<div class="narrow"><h1>${say('transactions.changedMeanwhile')}</h1>
<p>${whoDid('changed', view)}</p>
<div class="card versions">!${mine ? comparison(view, mine, theirs) : lone(view, theirs)}</div>
<div class="buttons choice">
<a class="button" href="/books/${book}/transactions/${id}${backTo(list)}">${say('transactions.keepSaved')}</a>
!${mine ? overwriteForm(view, mine, theirs.version) : deleteForm(view, theirs.version)}
</div></div>`;
}

function whoDid(what: 'changed' | 'deleted', { changed, writing, timeZone }: ConflictView): string {
  if (!changed) return say(`transactions.${what}BySomebody`);
  const time = clockText(changed.at, writing.locale, timeZone);
  const { name } = changed;
  return name === null
    ? say(`transactions.${what}BySomebodyAt`, { time })
    : say(`transactions.${what}At`, { time, name });
}

function comparison(view: ConflictView, mine: Version, theirs: Version): Markup {
  const saved = wordsOf(theirs, view);
  const both = wordsOf(mine, view).map(
    ([label, text], index) => [label, text, saved[index]?.[1] ?? ''] as const,
  );
  const yours = say('transactions.yours');
  const stored = say('transactions.saved');
  const rows = both
    .filter(([, text, other]) => text !== '' || other !== '')
    .map(([label, text, other]) => {
      const same = text === other;
      const mark = (words: string) =>
        same ? html`${words}` : html`<mark>${words || say('transactions.blank')}</mark>`;
      return html`<tr><th scope="row">${label}</th><td data-of="${yours}">!${mark(text)}</td><td data-of="${stored}">!${mark(other)}</td></tr>`;
    });
  return html`<table><caption class="hidden">${say('transactions.compared')}</caption>
<thead><tr><td></td><th scope="col">${yours}</th><th scope="col">${stored}</th></tr></thead><tbody>!${rows}</tbody></table>`;
}

function lone(view: ConflictView, theirs: Version): Markup {
  const told = wordsOf(theirs, view).filter(([, text]) => text !== '');
  const rows = told.map(([label, text]) => html`<tr><th scope="row">${label}</th><td>${text}</td></tr>`);
  return html`<table><caption class="hidden">${say('transactions.savedNow')}</caption><tbody>!${rows}</tbody></table>`;
}

/** Describes a version; labels and order are the same for every one. */
function wordsOf(
  { draft, bookedOn }: Version,
  { known, writing }: ConflictView,
): [label: string, text: string][] {
  const accountName = (id: string) => known.accounts.find((account) => account.id === id)?.name ?? '';
  const categoryName = (id: string) => known.categories.find((category) => category.id === id)?.name ?? '';
  const partName = (choice: string) => {
    const account = chosenAccount(choice);
    return account === undefined ? categoryName(choice) : accountName(account);
  };
  const moved = draft.kind === 'moved';
  const currencyOf = (id: string) => known.accounts.find((account) => account.id === id)?.currency;
  const currency = currencyOf(moved ? draft.from : draft.account);
  const sum = (text: string, unit = currency) => amountIn(text, unit, writing.locale);
  const arrives = draft.arrives && ` → ${sum(draft.arrives, currencyOf(draft.to))}`;
  return [
    [say('transactions.kind'), say(`kinds.${draft.kind}`)],
    [say('transactions.date'), shortDay(bookedOn, writing)],
    [
      say('transactions.amount'),
      `${draft.refund ? isolated(`−${sum(draft.amount)}`) : sum(draft.amount)}${arrives}`,
    ],
    [
      moved ? say('transactions.fees') : say('transactions.parts'),
      draft.lines.length > 1 || moved
        ? partsOf(draft, currency)
            .map((part) => sum(part))
            .join(' + ')
        : '',
    ],
    [
      say('transactions.account'),
      moved ? `${accountName(draft.from)} → ${accountName(draft.to)}` : accountName(draft.account),
    ],
    [say('common.category'), joinList(draft.lines.map((line) => partName(line.category)))],
    [say('transactions.who'), draft.payee],
    [
      say('transactions.note'),
      [draft.note, ...draft.lines.map((line) => line.note)].filter(Boolean).join('; '),
    ],
    [say('tags.title'), draft.tags ?? ''],
    [say('transactions.state'), stateWords(draft)],
  ];
}

/** Formats a typed amount like a stored one, whichever way it was typed. */
function amountIn(text: string, currency: string | undefined, locale: string): string {
  const minor = currency === undefined ? undefined : minorOf(text, { currency, locale });
  return currency === undefined || minor === undefined ? text : amountText(minor, currency, locale);
}

/** Amount of each part; one left empty takes the rest. */
function partsOf(draft: Draft, currency: string | undefined): readonly string[] {
  const left = currency === undefined ? undefined : leftToSplit(draft, currency);
  const rest = currency === undefined || !left ? '' : fieldText(left, currency, draft.locale);
  return draft.lines.map(({ amount }) => amount || rest).filter(Boolean);
}

function stateWords({ kind, pending, pendingTo }: Draft): string {
  const word = (isPending: boolean) => say(isPending ? 'ledger.pending' : 'ledger.cleared');
  return kind !== 'moved' || pending === pendingTo ? word(pending) : `${word(pending)} → ${word(pendingTo)}`;
}

function overwriteForm({ book, list, id, csrf }: ConflictView, mine: Version, version: number): Markup {
  const { draft, bookedOn, receipts = [] } = mine;
  const { kind, bookedOnSure, payee, note, tags, account, from, to, amount, arrives, lines } = draft;
  const fields = Object.entries({
    kind,
    bookedOn,
    bookedOnSure,
    payee,
    note,
    ...(tags !== undefined && { tags }),
    account,
    from,
    to,
    amount,
    arrives,
    version: `${version}`,
  });
  const perLine = lines.flatMap((line) => [
    ['partAmount', line.amount] as const,
    ['category', line.category] as const,
    ['lineNote', line.note] as const,
  ]);
  const checked = (['pending', 'pendingTo', 'refund'] as const)
    .filter((name) => draft[name])
    .map((name) => [name, 'on'] as const);
  const waiting = receipts.map((id) => ['receipt', id] as const);
  const inputs = [...fields, ...perLine, ...checked, ...waiting].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="/books/${book}/transactions/${id}">!${hiddenFields(csrf)}!${returnAddressField(list)}!${inputs}<button class="secondary">${say('transactions.saveMine')}</button></form>`;
}

function deleteForm({ book, list, id, csrf }: ConflictView, version: number): Markup {
  return html`<form method="post" action="/books/${book}/transactions/${id}/delete">!${hiddenFields(csrf)}<input type="hidden" name="version" value="${version}">!${returnAddressField(list)}<button class="danger">${say('transactions.deleteAnyway')}</button></form>`;
}
