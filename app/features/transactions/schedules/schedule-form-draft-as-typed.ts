import { dayText } from '../../../day-field-text.ts';
import type { Schedule } from '../../../schedules/list-and-find-schedules.ts';
import type { Recurrence } from '../../../schedules/recurrence.ts';
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
