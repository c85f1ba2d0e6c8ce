import { asciiDigits } from '../../../ascii-digits.ts';
import type { Day } from '../../../calendar.ts';
import { dayText, readDay } from '../../../day-field-text.ts';
import { hasOneAmount } from '../../../schedules/compute-and-apply-usual-amount.ts';
import type { Schedule } from '../../../schedules/list-and-find-schedules.ts';
import type { Recurrence } from '../../../schedules/recurrence.ts';
import type { ComesAgain } from '../../../schedules/stored-entry.ts';
import type { NewSchedule } from '../../../schedules/write-schedule.ts';
import type { Problems } from '../../../web/forms.ts';
import { say } from '../../../words/say.ts';
import { draftToEntry, type Known } from '../draft-to-entry.ts';
import { type Draft, draftOfForm, type Typist } from '../form-draft.ts';
import type { ScheduleForm } from './schema.ts';

/** A form of something that comes again, as shown on screen: text in every field, valid or not. */
export interface ScheduleDraft {
  /** What is entered; its day is the first one. */
  readonly row: Draft;
  readonly every: string;
  readonly unit: Recurrence['unit'];
  readonly on: Recurrence['on'];
  readonly until: string;
  readonly untilMeant: string;
  readonly times: string;
  readonly amountIs: Schedule['amount'];
  readonly enters: Schedule['enters'];
  /** Day of the row that it was made of; empty for none. */
  readonly after: string;
}

export const emptySchedule: Omit<ScheduleDraft, 'row'> = {
  every: '1',
  unit: 'month',
  on: 'same day',
  until: '',
  untilMeant: '',
  times: '',
  amountIs: 'fixed',
  enters: 'by itself',
  after: '',
};

export function scheduleDraftOfForm(form: ScheduleForm, typist: Typist): ScheduleDraft {
  const { every, unit, on, until, untilMeant = '', times, amountIs, enters, after = '' } = form;
  return {
    row: draftOfForm(form, typist),
    ...{
      every: every.trim(),
      unit,
      on,
      until: until.trim(),
      untilMeant,
      times: times.trim(),
      amountIs,
      enters,
      after,
    },
  };
}

export function draftOfSchedule(schedule: Schedule, row: Draft): ScheduleDraft {
  const { recurrence, amount, enters } = schedule;
  const { every, unit, on, until, times } = recurrence;
  return {
    ...{ row, every: String(every), unit, on, untilMeant: '', amountIs: amount, enters, after: '' },
    until: until === undefined ? '' : dayText(until, row),
    times: times === undefined ? '' : String(times),
  };
}

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
