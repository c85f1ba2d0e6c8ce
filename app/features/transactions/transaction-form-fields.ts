import type { Day } from '../../calendar.ts';
import { splitTags, type Tag } from '../../ledger/list-and-set-tags.ts';
import { dayField } from '../../web/day-field.ts';
import { field } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { type IconName, icon } from '../../web/icons.ts';
import { say } from '../../words/say.ts';
import { type FieldsView, fieldsOfKind } from './amount-account-and-category-fields.ts';
import { type Draft, MOST_LINES } from './form-draft.ts';
import { hiddenDraftFields } from './hidden-fields-of-other-kinds.ts';
import { type Suggestion, suggestionWords } from './suggestion-by-last-time-and-rules.ts';

/** Data of the fields of a row, whether it is entered now or comes again. */
export interface RowView extends FieldsView {
  readonly book: string;
  readonly payees: readonly string[];
  /** What the draft can be filled in by. @default nothing */
  readonly suggestion?: Suggestion | undefined;
  /** Tags of the book, as suggestions. */
  readonly tags: readonly Tag[];
  /** An implausible day that is saved only after a confirmation. */
  readonly unsure?: Day;
}

/** Renders the choice of the kind, with the input of the other kinds. */
export function kindSwitch(draft: Draft): Markup {
  return html`!${hiddenDraftFields(draft)}!${kindButtons(draft.kind)}`;
}

/** Buttons instead of links, so that the input is sent along. */
function kindButtons(kind: string): Markup {
  const choices = (['spent', 'received', 'moved'] as const satisfies IconName[]).map((name) => {
    const current = name === kind ? ' aria-current="true"' : '';
    return html`<button name="intent" value="as-${name}" formnovalidate!${current}>!${icon(name)}${say(`kinds.${name}`)}</button>`;
  });
  return html`<div class="segments" role="group" aria-label="${say('transactions.whatToAdd')}">!${choices}</div>`;
}

/** Renders the fields of a row of one kind, but its state. */
export function rowFields(view: RowView, dayLabel = say('transactions.date')): Markup {
  const { book, draft, known, problems = {} } = view;
  return html`!${draft.kind === 'moved' && known.accounts.length === 1 ? secondAccount(book) : ''}!${fieldsOfKind(view)}
<div class="columns">
!${dayField({ name: 'bookedOn', label: dayLabel, value: draft.bookedOn, writing: draft, today: draft.today, meant: draft.bookedOnMeant, sure: draft.bookedOnSure, problem: problems['bookedOn'], unsure: view.unsure })}
!${payeeField(view)}
</div>
!${field({ name: 'note', label: say('transactions.note'), value: draft.note, problem: problems['note'], required: false })}
!${field({ name: 'tags', label: say('tags.title'), value: draft.tags ?? '', problem: problems['tags'], required: false, hint: say('transactions.tagsHint'), suggestions: tagSuggestions(draft.tags ?? '', view.tags) })}`;
}

/** Hint inside the form, so that the input is kept when the kind is switched. */
function secondAccount(book: string): Markup {
  return html`<p class="quiet">${say('transactions.secondAccount')} <a href="/books/${book}/accounts/new">${say('accounts.add')}</a></p>`;
}

/** The payee, with what was entered with it last time; pressing the button fills that in. */
function payeeField({ draft, problems = {}, payees, known, suggestion }: RowView): Markup {
  const { kind, payee } = draft;
  const remembers = kind !== 'opening';
  const input = field({
    ...{ name: 'payee', label: say(`payee.${kind}`), value: payee, problem: problems['payee'] },
    ...{
      required: false,
      suggestions: payees,
      ...(remembers && { said: suggestionWords(draft, suggestion, known) }),
    },
  });
  if (!remembers) return input;
  return html`<div class="recall">!${input}<button class="small secondary" name="intent" value="recall" formnovalidate>${say('transactions.asLastTime')}</button></div>`;
}

/** What the field could become by one more tag: a list of suggestions replaces the whole of its text. */
function tagSuggestions(typed: string, tags: readonly Tag[]): string[] {
  const there = splitTags(typed);
  const others = tags.filter(({ name }) => !there.includes(name));
  return others.slice(0, 50).map(({ name }) => [...there, name].join(', '));
}

/** Renders the button that adds a part or a fee, while there may be more. */
export function splitButton({ kind, lines }: Draft): Markup {
  if (kind === 'opening' || lines.length >= MOST_LINES) return '';
  const label = say(
    kind === 'moved'
      ? 'transactions.addFee'
      : lines.length > 1
        ? 'transactions.addPart'
        : 'transactions.split',
  );
  return html`<button class="secondary" name="intent" value="split" formnovalidate>${label}</button>`;
}
