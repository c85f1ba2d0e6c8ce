import { type Role, roles } from '../../plugins/person-and-book-authorization.ts';
import { radios } from '../../web/forms.ts';
import type { Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';

/** Radio buttons for a role, with an explanation of each. */
export function roleChoice(chosen: Role): Markup {
  return radios({
    name: 'role',
    label: say('books.role'),
    value: chosen,
    choices: roles.map((role) => ({ value: role, label: say(`roles.${role}`) })),
    hint: roles.map((role) => say(`roleMeanings.${role}`)).join(' '),
  });
}
