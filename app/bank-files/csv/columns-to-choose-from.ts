import { decodeText } from '../encoding/decode-text.ts';
import type { Options } from '../options.ts';
import { recogniseFormat } from '../recognise-format.ts';
import { AskedFile, RefusedFile } from '../refused-and-asked-file-errors.ts';
import type { CsvRecord } from './records.ts';
import { openTable } from './text-to-table.ts';

/** A column of a CSV file that a person can choose. */
export interface FileColumn {
  /** Number from 0. */
  readonly at: number;
  /** Empty where there is none. */
  readonly header: string;
  /** First cells that are not empty. */
  readonly samples: readonly string[];
  /** Different cells of a column with a few words, which may say out and in. */
  readonly words?: readonly string[];
}

/** Columns of a CSV file, whether or not its rows can be read; none for any other format. Never throws. */
export function fileColumns(bytes: Uint8Array, options: Options = {}): readonly FileColumn[] {
  const text = likelyText(bytes, options);
  if (recogniseFormat(text) !== 'csv') return [];
  try {
    const { table } = openTable(beginningOf(text), options);
    const first = table.records.slice(0, 20).map(({ cells }) => cells);
    const width = Math.max(table.header.length, ...first.map((cells) => cells.length));
    return Array.from({ length: Math.min(width, MOST_COLUMNS) }, (_, at) => {
      const words = wordsIn(table.records, at);
      return {
        at,
        header: table.header[at] ?? '',
        samples: first.flatMap((cells) => cells[at]?.trim().slice(0, LONGEST_SAMPLE) || []).slice(0, 3),
        ...(words.length === 0 ? {} : { words }),
      };
    });
  } catch (error) {
    if (error instanceof RefusedFile) return [];
    throw error;
  }
}

/** A few words without digits; none where a column has more. */
function wordsIn(records: readonly CsvRecord[], at: number): readonly string[] {
  const words = new Set<string>();
  for (const { cells } of records) {
    const word = cells[at]?.trim() ?? '';
    if (word === '') continue;
    if (/\d/.test(word) || word.length > LONGEST_SAMPLE || (words.size === MOST_WORDS && !words.has(word)))
      return [];
    words.add(word);
  }
  return [...words];
}

/** Words of which a person can say each whether it is out or in. */
const MOST_WORDS = 4;

/** More columns than any bank has. */
const MOST_COLUMNS = 200;
/** Characters of a cell that tell what its column holds. */
const LONGEST_SAMPLE = 40;

/** Characters that are enough for the header and some rows. */
const BEGINNING = 500_000;

/** The whole lines at the beginning of a text: all of a large one would take as long as reading it. */
function beginningOf(text: string): string {
  return text.length <= BEGINNING ? text : text.slice(0, text.lastIndexOf('\n', BEGINNING) + 1);
}

/** Text in the encoding that was chosen, or else in the most likely one. */
function likelyText(bytes: Uint8Array, { encoding }: Options): string {
  try {
    return decodeText(bytes, encoding).text;
  } catch (error) {
    if (!(error instanceof AskedFile || error instanceof RefusedFile)) throw error;
    const [best] = error instanceof AskedFile ? (error.questions[0]?.choices ?? []) : [];
    return typeof best === 'string' ? decodeText(bytes, best).text : new TextDecoder('latin1').decode(bytes);
  }
}
