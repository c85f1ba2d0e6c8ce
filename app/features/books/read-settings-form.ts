import { longestName, nameProblem, tidyLine } from '../../text-rules.ts';
import { timeZones } from '../../time-zones.ts';
import type { Problems } from '../../web/forms.ts';
import { say } from '../../words/say.ts';
import type { SettingsForm } from './schema.ts';

/** Settings of a book that its members can change. */
export interface BookSettings {
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Day of the month, 1 to 28. */
  readonly monthStart: number;
  /** 1 for Monday to 7 for Sunday. */
  readonly weekStart: number;
}

/** The settings as form fields: text, valid or not. */
export type SettingsDraft = Readonly<Record<keyof BookSettings, string>>;

/** Last day of the month that every month has. */
export const LAST_START = 28;

export function draftOf({ name, timeZone, monthStart, weekStart }: BookSettings): SettingsDraft {
  return { name, timeZone, monthStart: String(monthStart), weekStart: String(weekStart) };
}

/** Problem of a form whose name is that of another book. */
export function nameTaken() {
  return { name: say('books.taken', { sameName: say('common.sameName') }) };
}

/** Reads the form; returns the settings or error messages. A field that is absent keeps its value. */
export function readSettings(
  form: Pick<SettingsForm, keyof BookSettings>,
  now: BookSettings,
): { readonly draft: SettingsDraft } & (
  | { readonly settings: BookSettings }
  | { readonly problems: Problems }
) {
  const {
    timeZone = now.timeZone,
    monthStart = String(now.monthStart),
    weekStart = String(now.weekStart),
  } = form;
  const draft = { name: tidyLine(form.name), timeZone, monthStart, weekStart };
  const start = /^\d{1,2}$/.test(monthStart) ? Number(monthStart) : 0;
  const unnamed = nameProblem(draft.name, longestName.book);
  const problems = {
    ...(unnamed && { name: unnamed }),
    ...(timeZone !== now.timeZone &&
      !timeZones().includes(timeZone) && { timeZone: say('common.chooseTimeZone') }),
    ...((start < 1 || start > LAST_START) && {
      monthStart: say('books.chooseMonthStart', { last: LAST_START }),
    }),
    ...(!/^[1-7]$/.test(weekStart) && { weekStart: say('books.chooseWeekStart') }),
  };
  if (Object.keys(problems).length > 0) return { draft, problems };
  return { draft, settings: { name: draft.name, timeZone, monthStart: start, weekStart: Number(weekStart) } };
}
