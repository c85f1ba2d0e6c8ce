import { type Role, roles } from '../../plugins/access.ts';
import { radios } from '../../web/forms.ts';
import type { Markup } from '../../web/html.ts';
import { roleMeanings, roleWords } from '../../web/words.ts';

/** Which role, with what each of them means. */
export function roleChoice(chosen: Role): Markup {
  return radios({
    name: 'role',
    label: 'Role',
    value: chosen,
    choices: roles.map((role) => ({ value: role, label: roleWords[role] })),
    hint: roles.map((role) => roleMeanings[role]).join(' '),
  });
}
