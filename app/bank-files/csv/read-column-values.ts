import type { Day } from '../../calendar.ts';
import { isCurrency } from '../../currencies.ts';
import { say } from '../../words/say.ts';
import { type AmountRead, readAmounts } from '../amounts/amount-column.ts';
import { readDays } from '../days/day-column.ts';
import type { Century } from '../days/possible-days-of-text.ts';
import type { Options } from '../options.ts';
import { refuse } from '../refused-and-asked-file-errors.ts';
import { fieldText } from '../trim-and-join-lines.ts';
import { columnNumber } from './find-columns.ts';
import { type Table, unformula } from './find-header.ts';
import type { CsvRecord } from './records.ts';

/** Rows of a CSV file below its header, read by the column. */
export class Sheet {
  readonly table: Table;
  readonly options: Options;
  readonly century: Century;
  /** Dates elsewhere in the file, such as above the header. */
  readonly #evidence: readonly string[];
  readonly #byHeader: ReadonlyMap<string, number>;

  constructor(table: Table, options: Options, century: Century, evidence: readonly string[] = []) {
    this.table = table;
    this.options = options;
    this.century = century;
    this.#evidence = evidence;
    this.#byHeader = new Map(table.header.map((header, at) => [header, at] as const).toReversed());
  }

  /** The same header with other records. */
  with(records: readonly CsvRecord[]): Sheet {
    return new Sheet({ ...this.table, records }, this.options, this.century, this.#evidence);
  }

  /** The same records with further options. */
  answering(options: Options): Sheet {
    return new Sheet(this.table, { ...this.options, ...options }, this.century, this.#evidence);
  }

  get records(): readonly CsvRecord[] {
    return this.table.records;
  }

  /** Name of a column in messages: its header, or its number. */
  name(column: number): string {
    return this.table.header[column] || String(column);
  }

  /** Number of a column by its header. @throws RefusedFile when there is none */
  column(header: string): number {
    return columnNumber(this.table, header);
  }

  text(record: CsvRecord, column: number | undefined): string {
    return column === undefined ? '' : fieldText(unformula(record.cells[column] ?? ''));
  }

  /** Reader of cells by their header; empty where there is no such column. */
  byHeader(): (record: CsvRecord, header: string) => string {
    return (record, header) => this.text(record, this.#byHeader.get(header));
  }

  /**
   * Currency in the first of some columns, by header, that has one.
   *
   * @throws RefusedFile for a text that is no currency
   */
  currency(record: CsvRecord, ...headers: readonly string[]): string {
    const text = this.byHeader();
    for (const header of headers) {
      const code = text(record, header);
      if (isCurrency(code)) return code;
      if (code !== '') return refuse(record.line, header, say('bankFiles.unknownCurrency'));
    }
    return this.options.accountCurrency ?? 'EUR';
  }

  /** Text of the date of a record: where it is empty, that of the column for what is not booked yet. */
  dayText(record: CsvRecord, column: number | undefined): string {
    const { dateElse } = this.options;
    const text = this.text(record, column);
    return text !== '' || dateElse === undefined || dateElse === null
      ? text
      : this.text(record, columnNumber(this.table, dateElse));
  }

  /** Days of a column, one for each record. @throws RefusedFile, AskedFile */
  days(column: number): { readonly days: readonly Day[]; readonly order: string | undefined } {
    const cells = this.records.map((record) => ({ text: this.dayText(record, column), line: record.line }));
    return readDays(cells, {
      chosen: this.options.dateOrder,
      evidence: this.#evidence,
      column: this.name(column),
      century: this.century,
    });
  }

  /**
   * Amounts of columns in one style, by column; undefined for empty cells.
   *
   * @param currencyOf currency of a record, unless one stands beside the amount
   * @throws RefusedFile, AskedFile
   */
  amounts(
    columns: readonly number[],
    currencyOf: (record: CsvRecord) => string,
    about: 'decimal' | 'balanceDecimal' = 'decimal',
  ): { readonly of: readonly (readonly (AmountRead | undefined)[])[]; readonly decimal: string | undefined } {
    const cells = columns.flatMap((column) =>
      this.records.flatMap((record, row) => {
        const text = this.text(record, column);
        if (text === '' || /^[-–—]$/.test(text)) return [];
        return [
          {
            text,
            line: record.line,
            column: this.name(column),
            currency: currencyOf(record),
            row,
            at: column,
          },
        ];
      }),
    );
    const { amounts, decimal } = readAmounts(cells, this.options[about], about);
    const of = columns.map(() => this.records.map((): AmountRead | undefined => undefined));
    for (const [index, { row, at }] of cells.entries()) {
      const list = of[columns.indexOf(at)];
      if (list !== undefined) list[row] = amounts[index];
    }
    return { of, decimal };
  }
}
