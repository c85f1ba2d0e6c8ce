import { expect, it } from 'vitest';
import { readingOf } from '../../bank-files/read-statements-and-columns.ts';
import type { Answer } from '../../bank-files/statement.ts';
import { howReadFields } from './option-fields.ts';

it('offers the words of a flag for money out and in, each alone and together', () => {
  const fields = fieldsOf('Date;Text;Amount;Sens\n2026-01-25;A;3,20;Débit\n2026-01-26;B;15,00;Crédit\n');
  for (const name of ['flagOut', 'flagIn']) expect(fields).toContain(`name="${name}"`);
  expect(fields).toContain(JSON.stringify(['Débit', 'Crédit']).replaceAll('"', '&#34;'));
  expect(fieldsOf('Date;Text;Amount\n2026-01-25;A;-3,20\n')).not.toContain('name="flagOut"');
});

it('offers encodings for CAMT, too', () => {
  const fields = fieldsOf('<?xml version="1.0" encoding="UTF-8"?><Document><Stmt/></Document>');
  expect(fields).toContain('name="encoding"');
  for (const name of ['windows-1258', 'iso-8859-2', 'big5', 'euc-kr']) expect(fields).toContain(name);
});

function fieldsOf(text: string, options: Readonly<Record<string, Answer>> = {}): string {
  const { shape, columns, statements } = readingOf(new TextEncoder().encode(text), options);
  const { mapping = {}, questions = [] } = statements[0] ?? {};
  return String(
    howReadFields({
      format: shape.format,
      columns,
      mapping,
      questions,
      options,
      writing: { locale: 'en', dateFormat: 'locale' },
    }),
  );
}
