import type { Day } from '../../calendar.ts';
import { isCurrency } from '../../currencies.ts';
import type { Writing } from '../../format-days-and-times.ts';
import { type Account, accountKinds } from '../../ledger/accounts.ts';
import { amountField } from '../../web/amount-field.ts';
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
import { icon } from '../../web/icons.ts';
import { sumReadBack } from '../../web/read-typed-amount-or-sum.ts';
import { say } from '../../words/say.ts';
import type { AccountDetails } from './change-close-and-reopen-account.ts';
import type { AccountForm } from './schema.ts';

export interface NewView {
  readonly book: string;
  readonly csrf: string;
  readonly key?: string;
  readonly values: Omit<AccountForm, '_csrf' | 'key'>;
  readonly writing: Writing;
  readonly today: Day;
  /** An unlikely day that is saved only after a confirmation. */
  readonly unsure?: Day;
  readonly problems?: Problems;
}

export function newAccountPage(view: NewView): Markup {
  const { book, csrf, key, values, writing, problems = {} } = view;
  const kinds = accountKinds.map((kind) => ({ value: kind, label: say(`accountKinds.${kind}`) }));
  return html`<div class="narrow"><h1>${say('accounts.add')}</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="/books/${book}/accounts" data-count="/books/${book}/accounts/count">!${hiddenFields(csrf, key)}
!${saveByEnter()}
!${detailFields(values, problems, values.name === '')}
<div class="columns">
!${select({ name: 'kind', label: say('accounts.kind'), value: values.kind, groups: [{ name: '', choices: kinds }] })}
!${select({ name: 'currency', label: say('common.currency'), value: values.currency, groups: currencyChoices(), hint: say('accounts.currencyHint'), problem: problems['currency'] })}
</div>
<div class="columns">
!${amountField({ name: 'opening', label: say('accounts.balance'), value: values.opening, required: false, placeholder: '0.00', said: isCurrency(values.currency) ? sumReadBack(values.opening, values.currency, writing.locale) : '', problem: problems['opening'] })}
!${dayField({ ...view, name: 'openedOn', label: say('accounts.onThisDay'), value: values.openedOn, meant: values.openedOnMeant, sure: values.openedOnSure, problem: problems['openedOn'] })}
</div>
!${radios({
    name: 'direction',
    label: say('accounts.balanceIs'),
    value: values.direction,
    choices: [
      { value: 'have', label: say('accounts.have') },
      { value: 'owe', label: say('accounts.owe') },
    ],
  })}
<div class="buttons"><button>${say('common.save')}</button><a href="/books/${book}/accounts">${say('common.cancel')}</a></div>
</form></div>`;
}

export interface EditView {
  readonly book: string;
  readonly csrf: string;
  readonly key?: string;
  readonly account: Account;
  /** Typed values. @default those of the account */
  readonly values?: AccountDetails;
  readonly problems?: Problems;
}

export function editAccountPage(view: EditView): Markup {
  const { book, csrf, key, account, values = account, problems = {} } = view;
  const path = `/books/${book}/accounts/${account.id}`;
  const open = account.closedOn === null;
  return html`<div class="narrow"><h1>${account.name}</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="${path}">!${hiddenFields(csrf, key)}
!${detailFields(values, problems)}
<div class="buttons"><button>${say('common.save')}</button><a href="/books/${book}/accounts">${say('common.cancel')}</a></div></form>
!${open ? html`<p class="aside"><a class="button secondary" href="/books/${book}/imports?account=${account.id}">!${icon('import')}${say('imports.intoThis')}</a></p>` : ''}
<form class="aside" method="post" action="${path}/${open ? 'close' : 'reopen'}">!${hiddenFields(csrf)}
<button id="field-close" class="secondary">${open ? say('accounts.close') : say('accounts.reopenThis')}</button>
<small>${open ? say('accounts.openHint') : say('accounts.closedHint')}</small></form></div>`;
}

/** Fields of both forms. */
function detailFields({ name }: AccountDetails, problems: Problems, autofocus = false): Markup {
  return field({
    name: 'name',
    label: say('common.name'),
    value: name,
    autofocus,
    problem: problems['name'],
  });
}
