import { timeZones } from '../../calendar.ts';
import { longestName, nameProblem, tidyLine } from '../../text.ts';
import type { Problems } from '../../web/forms.ts';
import type { SettingsForm } from './schema.ts';

/** What is a book's own and its members can change. */
export interface BookSettings {
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  /** 1 to 28. */
  readonly monthStart: number;
  /** 1 for Monday to 7 for Sunday. */
  readonly weekStart: number;
}

/** The settings as a form shows them: text, right or wrong. */
export type SettingsDraft = Readonly<Record<keyof BookSettings, string>>;

/** The last day that every month has. */
export const LAST_START = 28;

export function draftOf({ name, timeZone, monthStart, weekStart }: BookSettings): SettingsDraft {
  return { name, timeZone, monthStart: String(monthStart), weekStart: String(weekStart) };
}

/** What the form means, or what is wrong in it; a field that it has not stays as it is. */
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
    ...(timeZone !== now.timeZone && !timeZones().includes(timeZone) && { timeZone: 'Choose a time zone.' }),
    ...((start < 1 || start > LAST_START) && { monthStart: `Choose a day from 1 to ${LAST_START}.` }),
    ...(!/^[1-7]$/.test(weekStart) && { weekStart: 'Choose a day of the week.' }),
  };
  if (Object.keys(problems).length > 0) return { draft, problems };
  return { draft, settings: { name: draft.name, timeZone, monthStart: start, weekStart: Number(weekStart) } };
}
