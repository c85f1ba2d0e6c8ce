import { type Static, Type } from 'typebox';
import { typedName } from '../../text-rules.ts';

const text = (maxLength: number) => Type.String({ maxLength });

/** Checks lengths only: invalid values get a message next to the field, not an error page. */
export const PreferencesForm = Type.Object({
  _csrf: Type.String(),
  name: text(typedName),
  currency: text(3),
  locale: text(35),
  timeZone: text(64),
  dateFormat: text(10),
  theme: text(10),
});
export type PreferencesForm = Static<typeof PreferencesForm>;
