import { clockText, type Day, shortDay, type Writing } from '../../calendar.ts';
import { hiddenFields } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { kindWords } from '../../web/words.ts';
import { chosenAccount, type Draft } from './draft.ts';
import type { Known } from './read-draft.ts';
import { backTo, returnField } from './return-field.ts';

/** A transaction as a form has it, and the day that is meant by what the form says. */
export interface Version {
  readonly draft: Draft;
  readonly bookedOn: Day;
}

export interface ConflictView {
  readonly book: string;
  /** Address of the list to come back to. */
  readonly list: string;
  readonly csrf: string;
  readonly writing: Writing;
  readonly timeZone: string;
  readonly id: string;
  readonly known: Known;
  /** What the person wanted to save; null when it was to be deleted. */
  readonly mine: Version | null;
  /** What is stored now; null when somebody deleted it. */
  readonly theirs: (Version & { readonly version: number }) | null;
  readonly changed?: { readonly name: string | null; readonly at: Date } | undefined;
}

/** Shows both versions beside each other and lets the person choose; nothing is written before that. */
export function conflictPage(view: ConflictView): Markup {
  const { book, list, id, theirs, mine } = view;
  if (!theirs) {
    return html`<div class="narrow"><h1>Deleted meanwhile</h1>
<p>${who(view)} deleted this transaction while you had it open. Nothing of yours was saved.</p>
<p><a class="button" href="${list}">Go to the list</a></p></div>`;
  }
  return html`<div class="narrow"><h1>Changed meanwhile</h1>
<p>${who(view)} changed this transaction while you had it open. Nothing of yours was saved yet: choose which one stays.</p>
<div class="card versions">!${mine ? comparison(view, mine, theirs) : lone(view, theirs)}</div>
<div class="buttons choice">
<a class="button" href="/books/${book}/transactions/${id}${backTo(list)}">Keep what is saved</a>
!${mine ? overwriteForm(view, mine, theirs.version) : deleteForm(view, theirs.version)}
</div></div>`;
}

function who({ changed, writing, timeZone }: ConflictView): string {
  if (!changed) return 'Somebody';
  return `At ${clockText(changed.at, writing.locale, timeZone)}, ${changed.name ?? 'somebody'}`;
}

function comparison(view: ConflictView, mine: Version, theirs: Version): Markup {
  const saved = wordsOf(theirs, view);
  const rows = wordsOf(mine, view).map(([label, text], index) => {
    const other = saved[index]?.[1] ?? '';
    const same = text === other;
    const mark = (words: string) => (same ? html`${words}` : html`<mark>${words || 'nothing'}</mark>`);
    return html`<tr><th scope="row">${label}</th><td data-of="Yours">!${mark(text)}</td><td data-of="Saved">!${mark(other)}</td></tr>`;
  });
  return html`<table><caption class="hidden">Yours and the saved one; what differs is marked</caption>
<thead><tr><td></td><th scope="col">Yours</th><th scope="col">Saved</th></tr></thead><tbody>!${rows}</tbody></table>`;
}

function lone(view: ConflictView, theirs: Version): Markup {
  const rows = wordsOf(theirs, view).map(
    ([label, text]) => html`<tr><th scope="row">${label}</th><td>${text}</td></tr>`,
  );
  return html`<table><caption class="hidden">What is saved now</caption><tbody>!${rows}</tbody></table>`;
}

/** The same labels in the same order for every version. */
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
  return [
    ['Kind', kindWords[draft.kind]],
    ['Date', shortDay(bookedOn, writing)],
    ['Amount', `${draft.refund ? '−' : ''}${draft.amount}${draft.arrives ? ` → ${draft.arrives}` : ''}`],
    ['Parts', draft.lines.length > 1 || moved ? draft.lines.map((line) => line.amount).join(' + ') : ''],
    ['Account', moved ? `${accountName(draft.from)} → ${accountName(draft.to)}` : accountName(draft.account)],
    ['Category', draft.lines.map((line) => partName(line.category)).join(', ')],
    ['Who', draft.payee],
    ['Note', [draft.note, ...draft.lines.map((line) => line.note)].filter(Boolean).join('; ')],
    ['State', stateWords(draft)],
  ];
}

function stateWords({ kind, pending, pendingTo }: Draft): string {
  const word = (isPending: boolean) => (isPending ? 'Pending' : 'Cleared');
  return kind !== 'moved' || pending === pendingTo ? word(pending) : `${word(pending)} → ${word(pendingTo)}`;
}

function overwriteForm({ book, list, id, csrf }: ConflictView, mine: Version, version: number): Markup {
  const { draft, bookedOn } = mine;
  const { kind, bookedOnSure, payee, note, account, from, to, amount, arrives, lines } = draft;
  const fields = Object.entries({
    kind,
    bookedOn,
    bookedOnSure,
    payee,
    note,
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
  const inputs = [...fields, ...perLine, ...checked].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="/books/${book}/transactions/${id}">!${hiddenFields(csrf)}!${returnField(list)}!${inputs}<button class="secondary">Save mine instead</button></form>`;
}

function deleteForm({ book, list, id, csrf }: ConflictView, version: number): Markup {
  return html`<form method="post" action="/books/${book}/transactions/${id}/delete">!${hiddenFields(csrf)}<input type="hidden" name="version" value="${version}">!${returnField(list)}<button class="danger">Delete it all the same</button></form>`;
}
