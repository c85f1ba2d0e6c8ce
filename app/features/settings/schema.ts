import { type Static, Type } from 'typebox';
import { typedName } from '../../text.ts';

const text = (maxLength: number) => Type.String({ maxLength });

/** Lengths only: what is wrong with a field is told beside it, not by an error page. */
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
