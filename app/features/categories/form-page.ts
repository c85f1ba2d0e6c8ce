import type { Category } from '../../ledger/list-categories-with-shown-names.ts';
import { field, hiddenFields, type Problems, problemSummary, radios, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';

export interface NewView {
  readonly book: string;
  readonly csrf: string;
  readonly key?: string;
  readonly categories: readonly Category[];
  readonly values: { readonly name: string; readonly kind: string; readonly parent: string };
  readonly problems?: Problems;
}

export function newCategoryPage({ book, csrf, key, categories, values, problems = {} }: NewView): Markup {
  const upper = categories.filter((category) => category.parent === null && category.role === null);
  const below = (['spent', 'received'] as const).map((kind) => ({
    name: say(`kinds.${kind}`),
    choices: upper.filter((one) => one.kind === kind).map(({ id, name }) => ({ value: id, label: name })),
  }));
  return html`<div class="narrow"><h1>${say('categories.add')}</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="/books/${book}/categories">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: say('common.name'), value: values.name, autofocus: values.name === '', problem: problems['name'] })}
!${radios({
    name: 'kind',
    label: say('categories.kind'),
    value: values.kind,
    choices: [
      { value: 'spent', label: say('kinds.spent') },
      { value: 'received', label: say('kinds.received') },
    ],
  })}
!${select({ name: 'parent', label: say('categories.parent'), value: values.parent, required: 'unmarked', groups: [{ name: '', choices: [{ value: '', label: say('categories.noParent') }] }, ...below], problem: problems['parent'] })}
<div class="buttons"><button>${say('common.save')}</button><a href="/books/${book}/categories">${say('common.cancel')}</a></div>
</form></div>`;
}

export interface RenameView {
  readonly book: string;
  readonly csrf: string;
  readonly key?: string;
  readonly category: Category;
  readonly name: string;
  readonly problems?: Problems;
}

export function renamePage({ book, csrf, key, category, name, problems = {} }: RenameView): Markup {
  return html`<div class="narrow"><h1>${say('categories.renameOne', { name: category.name })}</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="/books/${book}/categories/${category.id}">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: say('common.name'), value: name, hint: say('common.renameHint'), problem: problems['name'] })}
<div class="buttons"><button>${say('common.save')}</button><a href="/books/${book}/categories">${say('common.cancel')}</a></div>
</form></div>`;
}
