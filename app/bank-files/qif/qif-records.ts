/** One field of a QIF record: its letter, its text and its line. */
export interface QifField {
  readonly code: string;
  readonly text: string;
  readonly line: number;
}

/** A record of QIF: fields up to `^`, under the header that it stands below. */
export interface QifRecord {
  /** `bank` of `!Type:Bank`, `account` of `!Account`. */
  readonly section: string;
  readonly fields: readonly QifField[];
  readonly line: number;
}

/** Takes a QIF file apart. The last record need not be closed. Unknown headers are sections of their own. */
export function qifRecords(text: string): readonly QifRecord[] {
  const records: QifRecord[] = [];
  let section = 'bank';
  let fields: QifField[] = [];
  const end = () => {
    const [first] = fields;
    if (first !== undefined) records.push({ section, fields, line: first.line });
    fields = [];
  };
  for (const [index, written] of text.split(/\r\n|[\r\n]/).entries()) {
    if (written.startsWith('!')) {
      end();
      const name = written
        .slice(1)
        .trim()
        .toLowerCase()
        .replace(/^type:/, '')
        .trim();
      if (!/^(?:option|clear):/.test(name)) section = name;
    } else if (written.startsWith('^')) end();
    else if (written.trim() !== '')
      fields.push({ code: written.slice(0, 1), text: written.slice(1), line: index + 1 });
  }
  end();
  return records;
}

/** Text of a field without white space around it; empty where there is none. */
export function qifText({ fields }: QifRecord, code: string): string {
  return fields.find((field) => field.code === code)?.text.trim() ?? '';
}
