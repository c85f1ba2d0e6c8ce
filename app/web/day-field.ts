import type { Day } from '../calendar.ts';
import { dayReadBack, patternOf, readDay } from '../day-field-text.ts';
import { dayInWords, type Writing } from '../format-days-and-times.ts';
import { say } from '../words/say.ts';
import { checkbox, field, radios } from './forms.ts';
import { html, type Markup } from './html.ts';
import { icon } from './icons.ts';

export interface DayField {
  /**
   * Name of the text field; an ambiguous day is chosen in field `<name>Meant`, an unlikely one confirmed in
   * `<name>Sure`.
   */
  readonly name: string;
  readonly label: string;
  /** Text as typed. */
  readonly value: string;
  readonly writing: Writing;
  readonly today: Day;
  /** The candidate chosen of several. @default none */
  readonly meant?: string | undefined;
  /** The day that was confirmed. @default none */
  readonly sure?: string | undefined;
  readonly problem?: string | undefined;
  /** A day that is saved only after a confirmation. */
  readonly unsure?: Day | undefined;
  /** @default true */
  readonly required?: boolean;
}

/** Renders a day field in its reader's pattern, with the day in words; asks when the day is ambiguous or unlikely. */
export function dayField(options: DayField): Markup {
  const {
    name,
    label,
    value,
    writing,
    today,
    problem,
    unsure,
    meant = '',
    sure = '',
    required = true,
  } = options;
  const inWords = (day: Day) => dayInWords(day, writing.locale);
  const read = readDay(value, writing, today);
  const couldBe = 'couldBe' in read ? read.couldBe : [];
  const calendar = { of: name, day: 'day' in read ? read.day : '' };
  const input = field({
    ...{ name, label, value, problem, required, inputMode: 'numeric', maxLength: 20 },
    dayPattern: patternOf(writing),
    said: couldBe.length > 0 ? '' : dayReadBack(value, writing, today), // the choices show it
  });
  const choices = couldBe.map((day) => ({ value: day, label: inWords(day) }));
  const which = radios({ name: `${name}Meant`, label: say('web.whichDay'), value: meant, choices });
  const kept = sure === '' ? '' : html`<input type="hidden" name="${name}Sure" value="${sure}">`;
  const tick = unsure && {
    name: `${name}Sure`,
    value: unsure,
    label: say('web.yesOnDay', { day: inWords(unsure) }),
    checked: false,
  };
  return html`<div class="day-field">!${input}!${byCalendar(calendar)}!${sayAgain()}!${choices.length > 0 ? which : ''}!${tick ? checkbox(tick) : kept}</div>`;
}

/** Button for browsers without script: the form echoes the day, and saves nothing. */
function sayAgain(): Markup {
  return html`<button class="small secondary by-press" name="intent" value="count" formnovalidate>${say('web.sayDay')}</button>`;
}

/** Placeholder that the script reveals, with the device's calendar. */
function byCalendar({ of, day }: { readonly of: string; readonly day: Day | '' }): Markup {
  return html`<span class="picker" data-of="${of}" data-day="${day}" hidden><button type="button" aria-label="${say('web.openCalendar')}">!${icon('calendar')}</button></span>`;
}
