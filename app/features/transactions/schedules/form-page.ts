import { dayField } from '../../../web/day-field.ts';
import { field, hiddenFields, problemSummary, radios, saveByEnter, select } from '../../../web/forms.ts';
import { html, type Markup } from '../../../web/html.ts';
import { say } from '../../../words/say.ts';
import { accountFirst } from '../form-page.ts';
import { kindSwitch, type RowView, rowFields, splitButton } from '../transaction-form-fields.ts';
import type { ScheduleDraft } from './schedule-form-draft-as-typed.ts';

export interface FormView extends Omit<RowView, 'draft'> {
  readonly csrf: string;
  readonly key?: string;
  readonly draft: ScheduleDraft;
  /** Id of the schedule that is being edited. @default a new one */
  readonly editing?: string | undefined;
  /** The next days, as the form has them; empty while it cannot be read. */
  readonly nextDays?: readonly string[];
}

/** Renders the form of something that comes again: the fields of a row, and how it comes. */
export function formPage(view: FormView): Markup {
  const { book, csrf, key, draft, editing, known, problems = {} } = view;
  if (known.accounts.length === 0) return accountFirst(book);
  const path = `/books/${book}/schedules`;
  return html`<div class="narrow"><h1>${say(editing === undefined ? 'schedules.add' : 'schedules.edit')}</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="${editing === undefined ? path : `${path}/${editing}`}" data-count="/books/${book}/transactions/count">
!${hiddenFields(csrf, key)}!${saveByEnter()}!${draft.after === '' ? '' : html`<input type="hidden" name="after" value="${draft.after}">`}
<input type="hidden" name="kind" value="${draft.row.kind}">!${kindSwitch(draft.row)}
!${rowFields({ ...view, draft: draft.row }, say('schedules.first'))}
!${comesAgain(view)}
<div class="buttons"><button name="intent" value="save">${say('common.save')}</button>!${splitButton(draft.row)}<a href="${path}">${say('common.cancel')}</a></div>
</form>!${editing === undefined ? '' : deletion(path, editing, csrf)}</div>`;
}

function comesAgain({ draft, problems = {}, nextDays = [] }: FormView): Markup {
  const units = (['week', 'month', 'year'] as const).map((value) => ({
    value,
    label: say(`schedules.unit.${value}`),
  }));
  const days = [
    { value: 'same day', label: say('schedules.sameDay') },
    { value: 'last day', label: say('schedules.lastDayChoice') },
    { value: 'last working day', label: say('schedules.lastWorkingDayChoice') },
  ];
  const enters = [
    { value: 'by itself', label: say('schedules.byItself') },
    { value: 'confirmed', label: say('schedules.confirmed') },
  ];
  const amounts = [
    { value: 'fixed', label: say('schedules.fixed') },
    { value: 'usual', label: say('schedules.usual') },
  ];
  const number = { inputMode: 'numeric', maxLength: 10 } as const;
  return html`<h2>${say('schedules.comesAgain')}</h2>
<div class="columns">
!${field({ ...number, name: 'every', label: say('schedules.every'), value: draft.every, problem: problems['every'] })}
!${select({ name: 'unit', label: say('schedules.unit'), value: draft.unit, groups: [{ name: '', choices: units }] })}
</div>
!${select({ name: 'on', label: say('schedules.on'), value: draft.on, groups: [{ name: '', choices: days }], problem: problems['on'] })}
<div class="columns">
!${dayField({ name: 'until', label: say('schedules.until'), value: draft.until, writing: draft.row, today: draft.row.today, meant: draft.untilMeant, required: false, problem: problems['until'] })}
!${field({ ...number, name: 'times', label: say('schedules.times'), value: draft.times, required: false, problem: problems['times'] })}
</div>
!${nextDays.length > 0 ? html`<p class="quiet" role="status">${say('schedules.nextDays')}</p><ul>!${nextDays.map((day) => html`<li>${day}</li>`)}</ul>` : ''}
<p><button class="small secondary" name="intent" value="count" formnovalidate>${say('schedules.showDays')}</button></p>
!${radios({ name: 'amountIs', label: say('transactions.amount'), value: draft.amountIs, choices: amounts, problem: problems['amountIs'] })}
!${radios({ name: 'enters', label: say('schedules.enters'), value: draft.enters, choices: enters })}`;
}

function deletion(path: string, id: string, csrf: string): Markup {
  return html`<form class="aside" method="post" action="${path}/${id}/delete">!${hiddenFields(csrf)}<button class="danger">${say('schedules.delete')}</button> <small>${say('schedules.deleteHint')}</small></form>`;
}
