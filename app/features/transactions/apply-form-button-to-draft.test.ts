import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../ledger/accounts.ts';
import type { Category } from '../../ledger/list-categories-with-shown-names.ts';
import { asForm, type SentField, submittedFields } from '../../testing/first-form-fields.ts';
import { changeDraft } from './apply-form-button-to-draft.ts';
import { type Draft, draftOfForm, emptyDraft } from './form-draft.ts';
import { formPage } from './form-page.ts';
import type { TransactionForm } from './schema.ts';

const typist = { locale: 'en', dateFormat: 'YYYY-MM-DD', today: '2026-04-04' };
const account = (id: string, currency = 'EUR'): Account => {
  return { id, name: id, kind: 'bank', currency, openedOn: '2020-01-01', closedOn: null };
};
const category = (id: string, kind: Category['kind'], role: Category['role'] = null): Category => {
  return { id, name: id, kind, role, parent: null };
};
const known = {
  accounts: [account('dollars', 'USD'), account('bank'), account('purse')],
  categories: [
    ...[
      category('unsorted-spent', 'spent', 'unsorted'),
      category('food', 'spent'),
      category('fees', 'spent'),
    ],
    ...[category('unsorted-received', 'received', 'unsorted'), category('salary', 'received')],
  ],
};
const ids = known.accounts.map(({ id }) => id);

const receipts = { there: [], waiting: [], maxBytes: 1 };

/** The form on screen, submitted with a button as a browser does. */
class Screen {
  draft: Draft = { ...emptyDraft, ...typist, bookedOn: '2026-04-04', account: 'bank' };

  get fields(): SentField[] {
    const view = {
      book: 'b',
      csrf: 'c',
      key: 'k',
      locale: 'en',
      payees: [],
      tags: [],
      known,
      draft: this.draft,
      receipts,
    };
    return submittedFields(formPage(view));
  }

  press(intent: string, change: (fields: SentField[]) => SentField[] = (fields) => fields): void {
    const form = Object.fromEntries(
      Object.entries(asForm(change(this.fields))).map(([name, all]) => [name, all.length > 1 ? all : all[0]]),
    );
    const sent = draftOfForm(form as unknown as TransactionForm, typist);
    this.draft = changeDraft(sent, intent, known.accounts) ?? sent;
  }

  /** Values of the visible fields, by a name that is the same for kinds that share the field. */
  seen(): Map<string, string> {
    const { kind } = this.draft;
    const count = new Map<string, number>();
    return new Map(
      this.fields.flatMap(({ name, type, value = 'not ticked' }): [string, string][] => {
        const index = count.get(name) ?? 0;
        count.set(name, index + 1);
        return type === 'hidden' ? [] : [[`${whose(name, kind)} ${name} ${index}`, value]];
      }),
    );
  }
}

function whose(name: string, kind: string): string {
  if (['bookedOn', 'payee', 'note', 'tags', 'amount', 'pending'].includes(name)) return 'every kind';
  if (['category', 'refund'].includes(name) || kind === 'moved') return kind;
  return 'spent and received';
}

interface Typing {
  readonly at: number;
  readonly text: string;
}
type Step = Typing | { readonly intent: string };

const text = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).map((typed) => typed.trim());
const typing = fc.record({ at: fc.nat(), text });
const press = fc.constantFrom('as-spent', 'as-received', 'as-moved', 'as-spent', 'as-moved', 'split');
const steps = fc.array(
  fc.oneof(
    typing,
    press.map((intent) => ({ intent })),
  ),
  { minLength: 4, maxLength: 30 },
);

/** Types into any visible field, as far as it accepts the text. */
function type({ at, text }: Typing, fields: SentField[]): SentField[] {
  const open = fields.flatMap((field, index) => (field.type === 'hidden' ? [] : [index]));
  const chosen = open[at % open.length] ?? 0;
  return fields.map((field, index) => {
    if (index !== chosen) return field;
    if (field.type === 'checkbox') return { ...field, value: field.value === undefined ? 'on' : undefined };
    if (field.type === 'select') return { ...field, value: field.choices[at % field.choices.length] };
    return { ...field, value: text };
  });
}

describe('turning a form from kind to kind', () => {
  it('loses nothing that was typed, in whatever order', () => {
    fc.assert(
      fc.property(steps, (all: Step[]) => {
        const screen = new Screen();
        const last = new Map<string, string>();
        for (const step of all) {
          if ('intent' in step) screen.press(step.intent);
          else screen.press('count', (fields) => type(step, fields));
          const seen = screen.seen();
          if ('intent' in step) {
            for (const [field, value] of seen) {
              if (last.has(field))
                expect([step.intent, field, value]).toEqual([step.intent, field, last.get(field)]);
            }
          }
          for (const [field, value] of seen) last.set(field, value);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('begins with the account that was chosen, and with another one beside it', () => {
    const screen = new Screen();
    screen.press('as-moved');
    expect(screen.draft).toMatchObject({ from: 'bank', to: 'purse', lines: [] });
    const other = new Screen();
    other.press('as-received');
    other.press('as-moved');
    expect(other.draft).toMatchObject({ from: 'purse', to: 'bank' }); // same currency
  });

  it('keeps an account that a part went to', () => {
    const screen = new Screen();
    screen.press('split');
    screen.draft = {
      ...screen.draft,
      lines: screen.draft.lines.map((line) => ({ ...line, category: 'account:purse' })),
    };
    screen.press('as-received');
    expect(screen.draft.lines[0]?.category).toBe('account:purse');
  });
});

describe('a part that stands alone', () => {
  const choices = (draft: Partial<Draft>) => {
    const screen = new Screen();
    screen.draft = { ...screen.draft, ...draft };
    return screen.fields.find(({ name }) => name === 'category');
  };
  const line = { amount: '', note: '', otherCategory: '' };

  it('is offered categories of its kind alone, whatever was left', () => {
    const own = ['unsorted-spent', 'food', 'fees'];
    expect(choices({})?.choices).toEqual(own);
    const left = choices({ lines: [{ ...line, category: 'salary' }] });
    expect([left?.choices, left?.value]).toEqual([own, 'unsorted-spent']);
    const saved = choices({ lines: [{ ...line, category: 'account:purse' }] });
    expect(saved?.choices).toEqual([...own, ...ids.map((id) => `account:${id}`)]);
    expect(saved?.value).toBe('account:purse');
  });

  it('of the other kind is told to be one of several only', () => {
    const screen = new Screen();
    screen.draft = { ...screen.draft, lines: [{ ...line, category: 'salary' }] };
    const view = {
      book: 'b',
      csrf: 'c',
      locale: 'en',
      payees: [],
      tags: [],
      known,
      draft: screen.draft,
      receipts,
    };
    expect(formPage(view)).toContain('salary can only be one of several parts here.');
  });
});
