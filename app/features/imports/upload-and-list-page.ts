import { momentText, type Writing } from '../../format-days-and-times.ts';
import type { ImportEntry } from '../../imports/import-history.ts';
import type { WaitingFile } from '../../imports/keep-uploaded-files-and-choices.ts';
import type { Account } from '../../ledger/accounts.ts';
import { byteText } from '../../receipts/format-file-size.ts';
import { hiddenFields, type Problems, problemSummary, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { icon } from '../../web/icons.ts';
import { joinList } from '../../words/join-list.ts';
import { say } from '../../words/say.ts';

export interface ImportsView {
  readonly book: { readonly id: string; readonly role: string; readonly timeZone: string };
  readonly csrf: string;
  readonly key?: string;
  readonly writing: Writing;
  readonly accounts: readonly Account[];
  /** Id of the account that is chosen already. */
  readonly account: string;
  /** Bytes that the files of one form may have together. */
  readonly maxBytes: number;
  readonly waiting: readonly WaitingFile[];
  /** Newest first. */
  readonly imports: readonly ImportEntry[];
  /** Last import of the page, when there are older ones. */
  readonly older: string | null;
  readonly problems?: Problems;
}

/** The form that takes files, files that wait, and what was imported. */
export function importsPage(view: ImportsView): Markup {
  const { book, imports, older, waiting } = view;
  const path = `/books/${book.id}/imports`;
  const none = imports.length === 0 && book.role === 'viewer';
  return html`<h1>${say('imports.title')}</h1>
!${book.role === 'viewer' ? '' : uploadForm(view)}
!${waiting.length === 0 ? '' : html`<section class="part"><h2>${say('imports.notYet')}</h2><div class="card list"><ul class="rows">!${waiting.map((file) => waitingItem(file, view))}</ul></div></section>`}
!${none ? html`<div class="card empty">!${icon('import')}<p>${say('imports.noneYet')}</p></div>` : ''}
!${imports.length === 0 ? '' : html`<section class="part"><h2>${say('imports.done')}</h2><div class="card list"><ul class="rows">!${imports.map((entry) => item(entry, view))}</ul></div></section>`}
!${older === null ? '' : html`<nav class="pages" aria-label="${say('common.pages')}"><span></span><a class="button secondary" href="${path}?before=${older}">${say('common.older')}!${icon('forward')}</a></nav>`}`;
}

function uploadForm({ book, csrf, key, accounts, account, maxBytes, problems = {} }: ImportsView): Markup {
  const open = accounts.filter(({ closedOn }) => closedOn === null);
  const choices = [
    { value: '', label: say('imports.byFile') },
    ...open.map(({ id, name, currency }) => ({
      value: id,
      label: say('imports.accountIn', { name, currency }),
    })),
  ];
  const problem = problems['files'];
  const told = problem ? html`<small class="problem" id="field-files-problem">${problem}</small>` : '';
  const wrong = problem ? ' aria-invalid="true"' : '';
  return html`!${problemSummary(problems)}
<form class="card upload" method="post" action="/books/${book.id}/imports" enctype="multipart/form-data" data-drop>!${hiddenFields(csrf, key)}
<div class="field drop"><label for="field-files">${say('imports.files')}</label><input type="file" id="field-files" name="files" multiple required!${wrong} aria-describedby="field-files-hint!${problem ? ' field-files-problem' : ''}"><small id="field-files-hint">${say('imports.filesHint', { most: byteText(maxBytes) })}</small>!${told}</div>
!${open.length === 0 ? html`<p><small>${say('imports.accountByFile')}</small></p>` : select({ name: 'account', label: say('transactions.account'), value: account, required: 'unmarked', groups: [{ name: '', choices }], hint: say('imports.intoAccountHint') })}
<button>${say('imports.upload')}</button>
</form>`;
}

function waitingItem({ id, name, at }: WaitingFile, { book, writing }: ImportsView): Markup {
  const when = momentText(at, writing.locale, book.timeZone);
  return html`<li><a href="/books/${book.id}/imports/${id}"><span class="what"><b>${name}</b><small>${when}</small></span></a></li>`;
}

function item(entry: ImportEntry, { book, writing }: ImportsView): Markup {
  const { id, name, at, person, statements, state } = entry;
  const when = momentText(at, writing.locale, book.timeZone);
  const into = joinList([...new Set(statements.map(({ accountName }) => accountName))]);
  const by = say('activity.by', { at: when, name: person ?? say('activity.somebody') });
  const added = statements.reduce((sum, one) => sum + one.added, 0);
  const badge = state === 'undone' ? say('activity.undone') : say('common.rows', { count: added });
  return html`<li><a href="/books/${book.id}/imports/${id}"><span class="what"><b>${name}</b><small>${[into, by].filter(Boolean).join(' · ')}</small></span><span class="badge">${badge}</span></a></li>`;
}
