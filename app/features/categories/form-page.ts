import type { Category } from '../../ledger/categories.ts';
import { field, hiddenFields, type Problems, problemSummary, radios, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { kindWords } from '../../web/words.ts';

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
    name: kindWords[kind],
    choices: upper.filter((one) => one.kind === kind).map(({ id, name }) => ({ value: id, label: name })),
  }));
  return html`<div class="narrow"><h1>Add a category</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="/books/${book}/categories">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: 'Name', value: values.name, autofocus: values.name === '', problem: problems['name'] })}
!${radios({
    name: 'kind',
    label: 'For what is',
    value: values.kind,
    choices: [
      { value: 'spent', label: 'Spent' },
      { value: 'received', label: 'Received' },
    ],
  })}
!${select({ name: 'parent', label: 'Below', value: values.parent, groups: [{ name: '', choices: [{ value: '', label: 'Nothing: a heading of its own' }] }, ...below], problem: problems['parent'] })}
<div class="buttons"><button>Save</button><a href="/books/${book}/categories">Cancel</a></div>
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
  return html`<div class="narrow"><h1>Rename ${category.name}</h1>
!${problemSummary(problems)}
<form class="card" method="post" action="/books/${book}/categories/${category.id}">!${hiddenFields(csrf, key)}
!${field({ name: 'name', label: 'Name', value: name, hint: 'Its rows stay with it.', problem: problems['name'] })}
<div class="buttons"><button>Save</button><a href="/books/${book}/categories">Cancel</a></div>
</form></div>`;
}
