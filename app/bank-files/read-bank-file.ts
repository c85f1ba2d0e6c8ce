import { todayIn } from '../time-zones.ts';
import { readCamt } from './camt/read-camt.ts';
import { readCsv } from './csv/read-csv-statements.ts';
import { decodeText } from './encoding/decode-text.ts';
import { readMt940 } from './mt940/read-mt940.ts';
import { readOfx } from './ofx/read-ofx.ts';
import type { Options } from './options.ts';
import { readQif } from './qif/read-qif.ts';
import { type BankFormat, recogniseFormat } from './recognise-format.ts';
import { refuseOtherKinds } from './refuse-other-kinds.ts';
import { AskedFile, RefusedFile } from './refused-and-asked-file-errors.ts';
import type { Question, Statement } from './statement.ts';

/**
 * Reads a bank's file: its statements with all rows; or what has to be asked first; or every place that is wrong. Pure:
 * the same bytes and options give the same statements, wherever and whenever (with `today` given).
 */
export function readBankFile(bytes: Uint8Array, options: Options = {}): readonly Statement[] {
  try {
    return readDecoded(bytes, options);
  } catch (error) {
    if (error instanceof AskedFile)
      return [{ status: 'ask', ...NOTHING, questions: withMore(error, bytes, options) }];
    if (error instanceof RefusedFile) return [{ status: 'refuse', ...NOTHING, problems: error.problems }];
    throw error;
  }
}

const NOTHING = { account: null, rows: [], questions: [], problems: [] } as const;

function readDecoded(bytes: Uint8Array, options: Options): readonly Statement[] {
  refuseOtherKinds(bytes);
  const { text, encoding } = decodeText(bytes, options.encoding);
  const century = { today: options.today ?? todayIn('UTC') };
  const statements = READERS[recogniseFormat(text)](text, options, century);
  return statements.map((statement) => ({ ...statement, mapping: { encoding, ...statement.mapping } }));
}

type Reader = (text: string, options: Options, century: { readonly today: string }) => readonly Statement[];

const READERS: Readonly<Record<BankFormat, Reader>> = {
  csv: readCsv,
  ofx: readOfx,
  qif: readQif,
  camt: readCamt,
  mt940: readMt940,
};

/** Adds the questions that the most likely answer would lead to, so that a person answers everything at once. */
function withMore({ questions }: AskedFile, bytes: Uint8Array, options: Options): readonly Question[] {
  const encoding = questions.find(({ about }) => about === 'encoding')?.choices[0];
  if (typeof encoding !== 'string') return questions;
  try {
    readDecoded(bytes, { ...options, encoding });
    return questions;
  } catch (error) {
    return error instanceof AskedFile ? [...questions, ...error.questions] : questions;
  }
}
