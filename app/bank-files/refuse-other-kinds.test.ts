import { expect, it } from 'vitest';
import { readBankFile } from './read-bank-file.ts';
import { inShort } from './testing/read-text.ts';

it.each([
  ['a spreadsheet', 'PK\x03\x04\x14\0\x06\0[Content_Types].xml'],
  ['a spreadsheet', 'PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet'],
  ['a spreadsheet', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0'],
  ['an archive', 'PK\x03\x04\x14\0\0\0statement.csv'],
  ['an archive', '\x1f\x8b\x08\0\0'],
  ['a PDF', '%PDF-1.7\n%\xe2\xe3\xcf\xd3'],
  ['a web page', '<html><body><table><tr><td>05.01.2026</td><td>-1,00</td></tr></table>'],
  ['a web page', '\xef\xbb\xbf\n<!DOCTYPE html><html>'],
  ['JSON', '[{"date":"2026-01-05","amount":-1}]'],
  ['JSON', '{ "transactions": [] }'],
])('a file that is %s is refused in words', (kind, text) => {
  const [statement] = readBankFile(Buffer.from(text, 'latin1'));
  expect(statement).toMatchObject({ status: 'refuse' });
  expect(statement?.problems[0]?.message).toMatch(new RegExp(`^This is ${kind}\\b`));
});

it.each(['[A],B', '{A},B', 'PKO,B'])('rows may stand below %j', (first) => {
  expect(inShort(`${first}\nDate,Payee,Amount\n2026-01-05,A,-1.00\n`)).toEqual(['2026-01-05 -100 A']);
});
