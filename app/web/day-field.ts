import { type Day, dayInWords, type Writing } from '../calendar.ts';
import { dayReadBack, patternOf, readDay } from '../day-text.ts';
import { checkbox, field, radios } from './forms.ts';
import { html, type Markup } from './html.ts';
import { icon } from './icons.ts';

export interface DayField {
  /** Of the text; which of several days it is comes under this and `Meant`, that it is right under this and `Sure`. */
  readonly name: string;
  readonly label: string;
  /** As it was typed. */
  readonly value: string;
  readonly writing: Writing;
  readonly today: Day;
  /** The day that was chosen of several. @default none */
  readonly meant?: string | undefined;
  /** The day that was said to be right. @default none */
  readonly sure?: string | undefined;
  readonly problem?: string | undefined;
  /** A day that is saved only where somebody says that it is right. */
  readonly unsure?: Day | undefined;
}

/** A day as its reader writes it, said back in words; what could be several days, or is hard to believe, is asked about. */
export function dayField(options: DayField): Markup {
  const { name, label, value, writing, today, problem, unsure, meant = '', sure = '' } = options;
  const inWords = (day: Day) => dayInWords(day, writing.locale);
  const read = readDay(value, writing, today);
  const couldBe = 'couldBe' in read ? read.couldBe : [];
  const calendar = { of: name, day: 'day' in read ? read.day : '' };
  const input = field({
    ...{ name, label, value, problem, inputMode: 'numeric', maxLength: 20 },
    dayPattern: patternOf(writing),
    said: couldBe.length > 0 ? '' : dayReadBack(value, writing, today), // the choices say it
  });
  const choices = couldBe.map((day) => ({ value: day, label: inWords(day) }));
  const which = radios({ name: `${name}Meant`, label: 'Which day is it?', value: meant, choices });
  const kept = sure === '' ? '' : html`<input type="hidden" name="${name}Sure" value="${sure}">`;
  const tick = unsure && {
    name: `${name}Sure`,
    value: unsure,
    label: `Yes, on ${inWords(unsure)}`,
    checked: false,
  };
  return html`<div class="day-field">!${input}!${byCalendar(calendar)}!${sayAgain}!${choices.length > 0 ? which : ''}!${tick ? checkbox(tick) : kept}</div>`;
}

/** For who has no script: the form says the day as it stands, and saves nothing. */
const sayAgain = html`<button class="small secondary by-press" name="intent" value="count" formnovalidate>Say the day</button>`;

/** Shown by the script, which adds the calendar of the device. */
function byCalendar({ of, day }: { readonly of: string; readonly day: Day | '' }): Markup {
  return html`<span class="picker" data-of="${of}" data-day="${day}" hidden><button type="button" aria-label="Open a calendar">!${icon('calendar')}</button></span>`;
}
