import { type Day, dayInWords, type Writing } from '../calendar.ts';
import { dayReadBack, patternOf, readDay } from '../day-text.ts';
import { checkbox, field, radios } from './forms.ts';
import { html, type Markup } from './html.ts';

export interface DayField {
  /** Of the text; which of several days it is comes under this and `Meant`, that it is right under this and `Sure`. */
  readonly name: string;
  readonly label: string;
  /** As it was typed. */
  readonly value: string;
  readonly writing: Writing;
  readonly today: Day;
  readonly problem?: string | undefined;
  /** A day that is saved only where somebody says that it is right. */
  readonly unsure?: Day | undefined;
}

/** A day as its reader writes it, said back in words; what could be several days, or is hard to believe, is asked about. */
export function dayField({ name, label, value, writing, today, problem, unsure }: DayField): Markup {
  const inWords = (day: Day) => dayInWords(day, writing.locale);
  const read = readDay(value, writing, today);
  const couldBe = 'couldBe' in read ? read.couldBe : [];
  const input = field({
    ...{ name, label, value, problem, inputMode: 'numeric', maxLength: 20 },
    dayPattern: patternOf(writing),
    said: couldBe.length > 0 ? '' : dayReadBack(value, writing, today), // the choices say it
  });
  const choices = couldBe.map((day) => ({ value: day, label: inWords(day) }));
  const which = radios({ name: `${name}Meant`, label: 'Which day is it?', value: '', choices });
  const sure = unsure && {
    ...{ name: `${name}Sure`, value: unsure, label: `Yes, on ${inWords(unsure)}`, checked: false },
  };
  return html`<div class="day-field">!${input}!${choices.length > 0 ? which : ''}!${sure ? checkbox(sure) : ''}</div>`;
}
