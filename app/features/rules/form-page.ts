import { accountChoices } from '../../web/account-choices.ts';
import { amountField } from '../../web/amount-field.ts';
import { allCategoryGroups } from '../../web/category-choices.ts';
import { currencyLabel } from '../../web/currency-choices.ts';
import {
  field,
  hiddenFields,
  type Problems,
  problemSummary,
  radios,
  saveByEnter,
  select,
} from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';
import type { Known } from './draft-to-rule.ts';
import {
  type ActionDraft,
  actionSets,
  type ConditionDraft,
  conditionFields,
  isRepeatable,
  type RuleDraft,
} from './rule-draft-from-form-or-stored-rule.ts';

export interface FormView {
  readonly book: string;
  readonly csrf: string;
  readonly key?: string;
  readonly draft: RuleDraft;
  readonly known: Known;
  readonly problems?: Problems;
  /** Id of the rule that is being edited. @default a new one */
  readonly editing?: string | undefined;
  /** Rows that the rule would change, after "Try". */
  readonly tried?: Markup;
}

/** Renders the form of a rule: conditions and actions are added and removed by buttons, so it works without a script. */
export function formPage(view: FormView): Markup {
  const { book, csrf, key, draft, editing, problems = {}, tried = '' } = view;
  const path = `/books/${book}/rules`;
  const add = (intent: string, label: string) =>
    html`<button class="small secondary" name="intent" value="${intent}" formnovalidate>${label}</button>`;
  return html`<div class="narrow"><h1>${say(editing === undefined ? 'rules.add' : 'rules.edit')}</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="${editing === undefined ? path : `${path}/${editing}`}">!${hiddenFields(csrf, key)}!${saveByEnter()}
<h2 id="field-conditions" tabindex="-1">${say('rules.when')}</h2>
!${
    draft.conditions.length > 1
      ? radios({
          name: 'match',
          label: say('rules.match'),
          value: draft.match,
          choices: [
            { value: 'all', label: say('rules.all') },
            { value: 'any', label: say('rules.any') },
          ],
        })
      : html`<input type="hidden" name="match" value="${draft.match}">`
  }
!${draft.conditions.map((condition, index) => conditionFieldset(condition, index, view))}
<div class="adds"><span>${say('rules.addCondition')}</span>!${offered(conditionFields, view).map((one) => add(`condition-${one}`, say(`rules.condition.${one}`)))}</div>
<h2 id="field-actions" tabindex="-1">${say('rules.then')}</h2>
!${draft.actions.map((action, index) => actionFieldset(action, index, view))}
<div class="adds"><span>${say('rules.addAction')}</span>!${offered(actionSets, view)
    .filter((set) => isRepeatable(set) || !draft.actions.some((one) => one.set === set))
    .map((set) => add(`action-${set}`, say(`rules.action.${set}`)))}</div>
!${currencyField(view)}!${draft.actions.some(({ set }) => set === 'split') ? '' : html`<input type="hidden" name="splitBy" value="${draft.splitBy}">`}
<div class="buttons"><button name="intent" value="save">${say('common.save')}</button><button class="secondary" name="intent" value="try">${say('rules.try')}</button><a href="${path}">${say('common.cancel')}</a></div>
</form>!${tried}!${editing === undefined ? '' : deletion(path, editing, csrf)}</div>`;
}

/** Tags are offered where the book has some. */
function offered<Name extends string>(names: readonly Name[], { known }: FormView): readonly Name[] {
  return names.filter((name) => name !== 'tag' || known.tags.length > 0);
}

function conditionFieldset(condition: ConditionDraft, index: number, view: FormView): Markup {
  const of = condition.field;
  const shown = {
    payee: textFields,
    raw: textFields,
    note: textFields,
    amount: amounts,
    day: days,
    account,
    tag,
  };
  return html`<fieldset class="split"><legend>${say(`rules.condition.${of}`)}</legend>!${hidden('conditionField', of)}!${shown[of](condition, index, view)}!${removal(`drop-condition-${index}`, say('rules.drop', { what: say(`rules.condition.${of}`) }))}</fieldset>`;
}

function textFields({ how, text }: ConditionDraft, index: number, { problems = {} }: FormView): Markup {
  const choices = (['contains', 'is', 'starts'] as const).map((value) => ({
    value,
    label: say(`rules.${value}`),
  }));
  return html`!${hidden('conditionTo')}!${hidden('conditionAccount')}<div class="columns">
!${select({ name: 'conditionHow', id: `how-${index}`, label: say('rules.how'), value: how, groups: [{ name: '', choices }] })}
!${field({ name: 'conditionText', id: `condition-${index}`, label: say('rules.text'), value: text, required: 'unmarked', problem: problems[`condition-${index}`] })}</div>`;
}

function amounts({ text, to }: ConditionDraft, index: number, { problems = {} }: FormView): Markup {
  const name = `condition-${index}`;
  return html`!${hidden('conditionHow')}!${hidden('conditionAccount')}<div class="columns">
!${amountField({ name: 'conditionText', id: name, label: say('rules.from'), value: text, required: 'unmarked', problem: problems[name] })}
!${amountField({ name: 'conditionTo', id: `${name}-to`, label: say('rules.to'), value: to, required: false, problem: problems[`${name}-to`] })}</div>`;
}

function days({ text, to }: ConditionDraft, index: number, { problems = {} }: FormView): Markup {
  const name = `condition-${index}`;
  const look = { inputMode: 'numeric', maxLength: 2 } as const;
  return html`!${hidden('conditionHow')}!${hidden('conditionAccount')}<div class="columns">
!${field({ ...look, name: 'conditionText', id: name, label: say('rules.from'), value: text, required: 'unmarked', problem: problems[name] })}
!${field({ ...look, name: 'conditionTo', id: `${name}-to`, label: say('rules.to'), value: to, required: false, problem: problems[`${name}-to`] })}</div>`;
}

function account(
  { account: chosen }: ConditionDraft,
  index: number,
  { known, problems = {} }: FormView,
): Markup {
  const name = `condition-${index}`;
  const groups = accountChoices(known.accounts, say('rules.choose'));
  return html`!${hidden('conditionHow')}!${hidden('conditionText')}!${hidden('conditionTo')}!${select({ name: 'conditionAccount', id: name, label: say('transactions.account'), value: chosen, required: 'unmarked', groups, problem: problems[name] })}`;
}

function tag({ text }: ConditionDraft, index: number, view: FormView): Markup {
  const name = `condition-${index}`;
  return html`!${hidden('conditionHow')}!${hidden('conditionTo')}!${hidden('conditionAccount')}!${tagChoice('conditionText', name, text, view)}`;
}

function tagChoice(name: string, id: string, value: string, { known, problems = {} }: FormView): Markup {
  const choices = known.tags.map((one) => ({ value: one.id, label: one.name }));
  const groups = [{ name: '', choices: [{ value: '', label: say('rules.choose') }, ...choices] }];
  return select({
    name,
    id,
    label: say('transactions.tag'),
    value,
    required: 'unmarked',
    groups,
    problem: problems[id],
  });
}

function actionFieldset(action: ActionDraft, index: number, view: FormView): Markup {
  const { set } = action;
  return html`<fieldset class="split"><legend>${say(`rules.action.${set}`)}</legend>!${hidden('actionSet', set)}!${actionFields(action, index, view)}!${removal(`drop-action-${index}`, say('rules.drop', { what: say(`rules.action.${set}`) }))}</fieldset>`;
}

function actionFields(
  { set, text, category, account: chosen }: ActionDraft,
  index: number,
  view: FormView,
): Markup {
  const { known, problems = {} } = view;
  const id = `action-${index}`;
  const problem = problems[id];
  const [noText, noCategory, noAccount] = ['actionText', 'actionCategory', 'actionAccount'].map((name) =>
    hidden(name),
  );
  if (set === 'category')
    return html`!${noText}!${noAccount}!${select({ name: 'actionCategory', id, label: say('common.category'), value: category, required: 'unmarked', groups: categoryChoices(known), problem })}`;
  if (set === 'account') {
    const open = known.accounts.filter((one) => one.closedOn === null);
    return html`!${noText}!${noCategory}!${select({ name: 'actionAccount', id, label: say('rules.toOrFrom'), value: chosen, required: 'unmarked', groups: accountChoices(open, say('rules.choose')), hint: say('rules.accountHint'), problem })}`;
  }
  if (set === 'tag') return html`!${noCategory}!${noAccount}!${tagChoice('actionText', id, text, view)}`;
  if (set === 'payee' || set === 'note') {
    const label = say(set === 'payee' ? 'rules.newName' : 'transactions.note');
    return html`!${noCategory}!${noAccount}!${field({ name: 'actionText', id, label, value: text, required: 'unmarked', problem })}`;
  }
  const rest = html`!${noText}!${noCategory}!${noAccount}`;
  return set === 'split'
    ? html`!${rest}!${splitFields(view)}`
    : html`!${rest}<p class="quiet">${say('rules.clearedHint')}</p>`;
}

function splitFields({ draft, known, problems = {} }: FormView): Markup {
  const by = radios({
    name: 'splitBy',
    label: say('rules.splitBy'),
    value: draft.splitBy,
    choices: [
      { value: 'shares', label: say('rules.shares') },
      { value: 'amounts', label: say('rules.amounts') },
    ],
    hint: say('rules.splitHint'),
    problem: problems['parts'],
    id: 'parts',
  });
  const parts = draft.parts.map(
    (
      { category, value },
      index,
    ) => html`<fieldset class="split"><legend>${say('transactions.part', { number: index + 1 })}</legend><div class="columns">
!${field({ name: 'partValue', id: `share-${index}`, label: say('rules.value'), value, required: 'unmarked', inputMode: 'decimal', maxLength: 40, problem: problems[`share-${index}`] })}
!${select({ name: 'partCategory', id: `part-${index}`, label: say('transactions.for'), value: category, required: 'unmarked', groups: categoryChoices(known), problem: problems[`part-${index}`] })}
</div>!${removal(`drop-part-${index}`, say('transactions.removePart', { number: index + 1 }))}</fieldset>`,
  );
  return html`!${by}!${parts}<div class="adds"><button class="small secondary" name="intent" value="part" formnovalidate>${say('transactions.addPart')}</button></div>`;
}

/** The currency of all amounts; a choice where the book has several and the rule has amounts. */
function currencyField({ draft, known, problems = {} }: FormView): Markup {
  const currencies = [...new Set([draft.currency, ...known.accounts.map(({ currency }) => currency)])];
  const hasAmounts =
    draft.conditions.some((condition) => condition.field === 'amount') ||
    draft.actions.some(({ set }) => set === 'split');
  if (currencies.length === 1 || !hasAmounts) return hidden('currency', draft.currency);
  const choices = currencies.map((value) => ({ value, label: currencyLabel(value) }));
  return select({
    name: 'currency',
    label: say('rules.currency'),
    value: draft.currency,
    groups: [{ name: '', choices }],
    problem: problems['currency'],
  });
}

function categoryChoices({ categories }: Known) {
  const sorted = categories.filter(({ role }) => role === null);
  return [
    { name: '', choices: [{ value: '', label: say('rules.choose') }] },
    ...allCategoryGroups(sorted, 'spent'),
  ];
}

function removal(intent: string, label: string): Markup {
  return html`<button class="small secondary" name="intent" value="${intent}" formnovalidate>${label}</button>`;
}

function deletion(path: string, id: string, csrf: string): Markup {
  return html`<form class="aside" method="post" action="${path}/${id}/delete">!${hiddenFields(csrf)}<button class="danger">${say('rules.delete')}</button> <small>${say('transactions.deleteHint')}</small></form>`;
}

function hidden(name: string, value = ''): Markup {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}
