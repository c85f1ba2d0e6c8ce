import type { Category } from '../ledger/list-categories-with-shown-names.ts';
import { say } from '../words/say.ts';
import type { Choices } from './forms.ts';

/** Choices of the categories of a kind, by top-level category, which is itself the first choice of its group. */
export function categoryGroups(categories: readonly Category[], kind: string): Choices['groups'] {
  const ofKind = categories.filter((category) => category.kind === kind);
  const unsorted = ofKind.filter((category) => category.role === 'unsorted');
  const upper = ofKind.filter((category) => category.parent === null && category.role === null);
  const choice = ({ id, name }: Category) => ({ value: id, label: name });
  return [
    { name: '', choices: unsorted.map(choice) },
    ...upper.map((parent) => ({
      name: parent.name,
      choices: [parent, ...ofKind.filter((category) => category.parent === parent.id)].map(choice),
    })),
  ];
}

/** Choices of all categories: those of a kind first, then those of the other one, which say so. */
export function allCategoryGroups(categories: readonly Category[], kind: string): Choices['groups'] {
  const other = kind === 'received' ? 'spent' : 'received';
  const others = categoryGroups(categories, other).map((group) => ({
    ...group,
    name:
      group.name === ''
        ? say(`transactions.${other}Unsorted`)
        : say(`transactions.${other}Group`, { name: group.name }),
  }));
  return [...categoryGroups(categories, kind), ...others].filter(({ choices }) => choices.length > 0);
}
