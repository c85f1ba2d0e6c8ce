import { asciiDigits } from '../../../ascii-digits.ts';
import type { Day } from '../../../calendar.ts';
import { readDay } from '../../../day-field-text.ts';
import { hasOneAmount } from '../../../schedules/compute-and-apply-usual-amount.ts';
import type { ComesAgain } from '../../../schedules/stored-entry.ts';
import type { NewSchedule } from '../../../schedules/write-schedule.ts';
import type { Problems } from '../../../web/forms.ts';
import { say } from '../../../words/say.ts';
import { draftToEntry, type Known } from '../draft-to-entry.ts';
import type { ScheduleDraft } from './schedule-form-draft-as-typed.ts';

/** Reads a draft; returns what to write, or error messages by field name. */
export function readSchedule(
  draft: ScheduleDraft,
  known: Known,
): { schedule: NewSchedule } | { problems: Problems } {
  const problems: Record<string, string> = {};
  const read = draftToEntry(draft.row, known);
  if ('problems' in read) Object.assign(problems, read.problems);
  const every = wholeNumber(draft.every, 99);
  if (every === undefined) problems['every'] = say('schedules.everyProblem');
  const times = draft.times === '' ? undefined : wholeNumber(draft.times, 999);
  if (draft.times !== '' && times === undefined) problems['times'] = say('schedules.timesProblem');
  const until = untilOf(draft, problems);
  if (draft.unit === 'week' && draft.on !== 'same day') problems['on'] = say('schedules.onProblem');
  if (!('entry' in read) || every === undefined || Object.keys(problems).length > 0) return { problems };
  const entry = read.entry as ComesAgain; // the form has no opening
  if (until !== undefined && until < entry.bookedOn)
    return { problems: { until: say('schedules.untilProblem') } };
  if (draft.amountIs === 'usual' && !hasOneAmount(entry))
    return { problems: { amountIs: say('schedules.usualProblem') } };
  const { unit, on, amountIs: amount, enters } = draft;
  return {
    schedule: { entry, amount, enters, recurrence: { first: entry.bookedOn, unit, every, on, until, times } },
  };
}

function untilOf(
  { until, untilMeant, row }: ScheduleDraft,
  problems: Record<string, string>,
): Day | undefined {
  if (until === '') return undefined;
  const read = readDay(until, row, row.today, untilMeant);
  if ('day' in read) return read.day;
  problems['until'] = 'wrong' in read ? read.wrong : say('days.choose');
  return undefined;
}

function wholeNumber(text: string, most: number): number | undefined {
  const typed = asciiDigits(text);
  const number = Number(typed);
  return /^\d{1,4}$/.test(typed) && number >= 1 && number <= most ? number : undefined;
}
