import type { Fields } from '../web/refill-rendered-form.ts';
import type { FormSource } from './page-and-person-of-refused-form-in-csrf-token.ts';

/** A form that was sent but refused, to be shown again to the person who filled it in. */
export interface PreservedForm extends FormSource {
  /** URL it is sent to. */
  readonly action: string;
  /** Values as filled in, without passwords and files. */
  readonly fields: Fields;
  readonly hasFiles: boolean;
  /** The `intent` that renders it as sent. @default none: its page does not depend on the values */
  readonly shownBy?: string | undefined;
}
