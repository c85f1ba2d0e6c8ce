import { field } from '../../web/forms.ts';
import type { Markup } from '../../web/html.ts';
import { say } from '../../words/say.ts';
import { passwordLength } from './password-rules.ts';

interface NewPassword {
  readonly label: string;
  /** Sentence after the one about the length. */
  readonly note: string;
  readonly problem: string | undefined;
}

/** Field `password` for a password that is chosen now. */
export function newPasswordField({ label, note, problem }: NewPassword): Markup {
  return field({
    name: 'password',
    label,
    type: 'password',
    maxLength: 1024,
    autocomplete: 'new-password',
    hint: `${say('signIn.atLeast', { count: passwordLength.min })} ${note}`,
    problem,
  });
}
