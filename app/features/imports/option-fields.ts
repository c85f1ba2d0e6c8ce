import { choicesOfWords } from '../../bank-files/csv/choices-of-words.ts';
import type { FileColumn } from '../../bank-files/csv/columns-to-choose-from.ts';
import { SINGLE_BYTE } from '../../bank-files/encoding/rank-encodings.ts';
import type { FileShape } from '../../bank-files/format-fingerprint.ts';
import type { Answer, Mapping, Question } from '../../bank-files/statement.ts';
import { isDay } from '../../calendar.ts';
import { shortDay, type Writing } from '../../format-days-and-times.ts';
import { type Choice, radios, select } from '../../web/forms.ts';
import { html, type Markup } from '../../web/html.ts';
import { joinList } from '../../words/join-list.ts';
import { say } from '../../words/say.ts';
import {
  answerText,
  columnOptions,
  type FixedOption,
  fixedValues,
  type OptionName,
  optionLabel,
  optionNames,
} from './option-words.ts';

export interface HowRead {
  readonly format: FileShape['format'];
  readonly columns: readonly FileColumn[];
  /** How the file was read, by option. */
  readonly mapping: Mapping;
  readonly questions: readonly Question[];
  /** Options that the person chose. */
  readonly options: Readonly<Record<string, Answer>>;
  readonly writing: Writing;
}

/** Options that tell most of a CSV file; the others are one press further. */
const MAIN: readonly OptionName[] = [
  'date',
  'dateOrder',
  'payee',
  'memo',
  'amount',
  'debit',
  'credit',
  'decimal',
  'flip',
];

/** Options that the readers of other formats know. */
const OF_FORMAT: Readonly<Record<Exclude<FileShape['format'], 'csv'>, readonly OptionName[]>> = {
  ofx: ['decimal', 'encoding'],
  qif: ['dateOrder', 'decimal', 'encoding'],
  camt: ['batches', 'balances', 'encoding'],
  mt940: ['balances', 'encoding'],
};

const ENCODINGS = ['utf-8', ...SINGLE_BYTE, 'gbk', 'big5', 'shift_jis', 'euc-jp', 'euc-kr'];
const MOST_HEADER_LINES = 20;

/** Questions of a file as choices, each with what the file says under it. */
export function questionFields({ questions, columns, writing }: HowRead): Markup {
  return questions
    .map(({ about, choices, readings }) => {
      const name = about as OptionName;
      const buttons = choices.map((choice, index) => {
        const says = (readings?.[index] ?? []).map((text) => (isDay(text) ? shortDay(text, writing) : text));
        const answer = answerText(name, choice, columns);
        const label = says.length === 0 ? answer : say('imports.answer', { answer, says: joinList(says) });
        return { value: JSON.stringify(choice), label };
      });
      return html`<div class="asked">!${radios({ name, label: questionText(name), choices: buttons })}</div>`;
    })
    .join('');
}

function questionText(name: OptionName): string {
  switch (name) {
    case 'dateOrder':
      return say('imports.askDateOrder');
    case 'encoding':
      return say('imports.askEncoding');
    case 'decimal':
    case 'balanceDecimal':
      return say('imports.askDecimal', { what: optionLabel(name) });
    case 'flip':
      return say('imports.askFlip');
    case 'skipLines':
    case 'skipWhere':
      return say('imports.askSkip');
    case 'unmarked':
      return say('imports.askUnmarked');
    default:
      return say('imports.askOther', { what: optionLabel(name) });
  }
}

/** What was understood of a file, in one line; empty where nothing was yet. */
export function howReadText({ format, columns, mapping }: HowRead): string {
  const told = MAIN.concat('balance', 'encoding').flatMap((name) => {
    const found = mapping[name];
    if (found === undefined || found === null || found === false) return [];
    return [say('imports.answer', { answer: optionLabel(name), says: answerText(name, found, columns) })];
  });
  return told.length === 0 ? '' : [FORMATS[format], ...told].join(' · ');
}

/** Names of formats, the same in every language. */
const FORMATS = { csv: 'CSV', ofx: 'OFX', qif: 'QIF', camt: 'CAMT', mt940: 'MT940' } as const;

/** Fields of what was understood: each option can be chosen otherwise. */
export function howReadFields(view: HowRead): Markup {
  const { format, options, questions } = view;
  const asked = questions.map(({ about }) => about);
  const open = (names: readonly OptionName[]) => names.filter((name) => !asked.includes(name));
  const main = open(format === 'csv' ? MAIN : OF_FORMAT[format]);
  const chosen = optionNames.filter((name) => name in options && !main.includes(name));
  const rest =
    format === 'csv' ? optionNames.filter((name) => !MAIN.includes(name) && isOffered(name, view)) : [];
  const more = open([...new Set([...chosen, ...rest])]);
  const fields = (names: readonly OptionName[]) => names.map((name) => optionField(name, view)).join('');
  return html`<div class="columns">!${fields(main)}</div>!${
    more.length === 0
      ? ''
      : html`<details class="more"!${chosen.length > 0 ? ' open' : ''}><summary>${say('imports.moreOptions')}</summary><div class="columns">!${fields(more)}</div></details>`
  }`;
}

/** Options of rows are answers to questions: nothing else can be chosen for them here. */
function isOffered(name: OptionName, view: HowRead): boolean {
  if (name === 'flagOut' || name === 'flagIn') return flagWords(view).length > 0;
  return !['skipLines', 'skipWhere', 'batches', 'balances'].includes(name);
}

/** Words of the column that says out or in. */
function flagWords({ columns, mapping, options }: HowRead): readonly string[] {
  const flag = options['flag'] ?? mapping['flag'];
  return columns.find(({ at, header }) => flag === at || flag === header)?.words ?? [];
}

function optionField(name: OptionName, view: HowRead): Markup {
  const { columns, mapping, options } = view;
  const found = mapping[name];
  const byItself =
    found === undefined || found === null
      ? say('imports.byItself')
      : say('imports.recognised', { answer: answerText(name, found, columns) });
  const chosen = options[name];
  const value = chosen === undefined ? '' : JSON.stringify(chosen);
  const offered = choicesOf(name, view);
  const own =
    chosen === undefined || offered.some((one) => one.value === value)
      ? []
      : [{ value, label: answerText(name, chosen, columns) }];
  return select({
    name,
    label: optionLabel(name),
    value,
    required: 'unmarked',
    groups: [{ name: '', choices: [{ value: '', label: byItself }, ...offered, ...own] }],
  });
}

function choicesOf(name: OptionName, view: HowRead): readonly Choice[] {
  const { columns } = view;
  const choice = (value: Answer) => ({
    value: JSON.stringify(value),
    label: answerText(name, value, columns),
  });
  if (columnOptions.some((one) => one === name)) return [...columns.map(columnChoice), choice(null)];
  if (name === 'flip') return [choice(true), choice(false)];
  if (name in fixedValues) return Object.keys(fixedValues[name as FixedOption]).map(choice);
  if (name === 'encoding') return ENCODINGS.map(choice);
  if (name === 'flagOut' || name === 'flagIn') return choicesOfWords(flagWords(view)).map(choice);
  if (name === 'headerLine') return Array.from({ length: MOST_HEADER_LINES + 1 }, (_, line) => choice(line));
  return [];
}

/** A column by its header where no other has the same, with what stands in it. */
function columnChoice(
  { at, header, samples }: FileColumn,
  _index: number,
  all: readonly FileColumn[],
): Choice {
  const isAlone = header !== '' && all.every((other) => other.at === at || other.header !== header);
  const title = answerText('date', isAlone ? header : at, all);
  const [sample] = samples;
  const label = sample === undefined ? title : say('imports.columnWithSample', { title, sample });
  return { value: JSON.stringify(isAlone ? header : at), label };
}
