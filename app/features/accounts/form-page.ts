import type { Day, Writing } from '../../calendar.ts';
import { type Account, accountKinds } from '../../ledger/accounts.ts';
import { currencyChoices } from '../../web/currency-choices.ts';
import { dayField } from '../../web/day-field.ts';
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
import { accountWords } from '../../web/words.ts';
import type { AccountForm } from './schema.ts';

export interface NewView {
  readonly book: string;
  readonly csrf: string;
  readonly key?: string;
  readonly values: Omit<AccountForm, '_csrf' | 'key'>;
  readonly writing: Writing;
  readonly today: Day;
  /** The day that is saved only where somebody says that it is right. */
  readonly unsure?: Day;
  readonly problems?: Problems;
}

export function newAccountPage(view: NewView): Markup {
  const { book, csrf, key, values, problems = {} } = view;
  const kinds = accountKinds.map((kind) => ({ value: kind, label: accountWords[kind] }));
  return html`<div class="narrow"><h1>Add an account</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="/books/${book}/accounts" data-count="/books/${book}/accounts/count">!${hiddenFields(csrf, key)}
!${saveByEnter}
!${field({ name: 'name', label: 'Name', value: values.name, autofocus: values.name === '', problem: problems['name'] })}
<div class="columns">
!${select({ name: 'kind', label: 'Kind', value: values.kind, groups: [{ name: '', choices: kinds }] })}
!${select({ name: 'currency', label: 'Currency', value: values.currency, groups: currencyChoices(), hint: 'Cannot be changed later.', problem: problems['currency'] })}
</div>
<div class="columns">
!${field({ name: 'opening', label: 'Balance', value: values.opening, inputMode: 'decimal', maxLength: 40, required: false, placeholder: '0.00', problem: problems['opening'] })}
!${dayField({ ...view, name: 'openedOn', label: 'On this day', value: values.openedOn, meant: values.openedOnMeant, sure: values.openedOnSure, problem: problems['openedOn'] })}
</div>
!${radios({
    name: 'direction',
    label: 'The balance is',
    value: values.direction,
    choices: [
      { value: 'have', label: 'What I have' },
      { value: 'owe', label: 'What I owe' },
    ],
  })}
<div class="buttons"><button>Save</button><a href="/books/${book}/accounts">Cancel</a></div>
</form></div>`;
}

export interface EditView {
  readonly book: string;
  readonly csrf: string;
  readonly key?: string;
  readonly account: Account;
  readonly name: string;
  readonly problems?: Problems;
}

export function editAccountPage({ book, csrf, key, account, name, problems = {} }: EditView): Markup {
  const path = `/books/${book}/accounts/${account.id}`;
  const open = account.closedOn === null;
  return html`<div class="narrow"><h1>${account.name}</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="${path}">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: 'Name', value: name, problem: problems['name'] })}
<div class="buttons"><button>Save</button><a href="/books/${book}/accounts">Cancel</a></div></form>
<form class="aside" method="post" action="${path}/${open ? 'close' : 'reopen'}">!${hiddenFields(csrf)}
<button id="field-close" class="secondary">${open ? 'Close this account' : 'Reopen this account'}</button>
<small>${open ? 'Its rows stay; nothing new can be booked on it.' : 'It can be booked on again.'}</small></form></div>`;
}
