import { hiddenFields, problemSummary, radios, saveByEnter } from '../../../web/forms.ts';
import { html, type Markup } from '../../../web/html.ts';
import { say } from '../../../words/say.ts';
import { kindSwitch, type RowView, rowFields } from '../transaction-form-fields.ts';

export interface OccurrenceView extends RowView {
  readonly csrf: string;
  readonly key?: string;
  readonly schedule: string;
  readonly dueOn: string;
  readonly which: 'this' | 'later';
}

/** Renders the form that changes one day of something that comes again, or that one and all later ones. */
export function occurrencePage(view: OccurrenceView): Markup {
  const { book, schedule, dueOn, csrf, key, which, problems = {} } = view;
  const path = `/books/${book}/schedules`;
  const choices = [
    { value: 'this', label: say('schedules.onlyThis') },
    { value: 'later', label: say('schedules.thisAndLater') },
  ];
  return html`<div class="narrow"><h1>${say('schedules.changeOne')}</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="${path}/${schedule}/${dueOn}" data-count="/books/${book}/transactions/count">
!${hiddenFields(csrf, key)}!${saveByEnter()}
<input type="hidden" name="kind" value="${view.draft.kind}">!${kindSwitch(view.draft)}
!${rowFields(view)}
!${radios({ name: 'which', label: say('schedules.which'), value: which, choices })}
<div class="buttons"><button name="intent" value="save">${say('common.save')}</button><a href="${path}">${say('common.cancel')}</a></div>
</form></div>`;
}
