import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { inLanguage } from '../words/current-language.ts';
import { languages } from '../words/languages.ts';
import { readBankFile } from './read-bank-file.ts';
import { type BankFileReader, bankFileReader, type ReaderLimits } from './read-in-child-process.ts';

const FIXTURES = new URL('testing/fixtures/', import.meta.url);
const readers: BankFileReader[] = [];
afterEach(async () => {
  for (const reader of readers.splice(0)) await reader.close();
});

function start(limits: ReaderLimits = {}): BankFileReader {
  const reader = bankFileReader(limits);
  readers.push(reader);
  return reader;
}

describe('reading in a process of its own', () => {
  it('gives what reading gives, for every kind of file', async () => {
    const reader = start();
    for (const file of readdirSync(FIXTURES).filter((name) => name !== 'manifest.json')) {
      const bytes = readFileSync(new URL(file, FIXTURES));
      const options = { today: '2026-06-01' };
      const { statements, shape } = await reader.read(bytes, options);
      expect(statements, file).toEqual(readBankFile(bytes, options));
      expect(await reader.glance(bytes), file).toEqual(shape);
    }
  });

  it('leaves the bytes as they were, for the next reading', async () => {
    const bytes = readFileSync(new URL('csv-60-identical-rows.csv', FIXTURES));
    const before = Buffer.from(bytes);
    await start().read(bytes, {});
    expect(bytes.equals(before)).toBe(true);
  });

  it('says what is wrong in the language of whoever asks', async () => {
    const bytes = Buffer.from('no rows at all');
    const read = () => start().read(bytes, {});
    const messages = async (reading: ReturnType<BankFileReader['read']>) =>
      (await reading).statements.flatMap(({ problems }) => problems.map(({ message }) => message));
    expect(await messages(read())).toEqual([languages.en.messages['bankFiles.noColumns']]);
    expect(await messages(inLanguage(languages.pseudo, read))).toEqual([
      languages.pseudo.messages['bankFiles.noColumns'],
    ]);
  });

  it('reads a file again where anything about it is another', async () => {
    const reader = start();
    const file = (amount: string) => Buffer.from(`Date;Payee;Amount\n03/04/2026;Shop;${amount}`);
    const read = async (amount: string, dateOrder: string) =>
      (await reader.read(file(amount), { dateOrder })).statements[0]?.rows.map((row) => [
        row.date,
        row.amountMinor,
      ]);
    for (let times = 0; times < 2; times++) {
      expect(await read('1,50', 'dmy')).toEqual([['2026-04-03', 150n]]);
      expect(await read('1,50', 'mdy')).toEqual([['2026-03-04', 150n]]);
      expect(await read('2,50', 'mdy')).toEqual([['2026-03-04', 250n]]);
      expect(await read('2,50', 'mdy')).toEqual([['2026-03-04', 250n]]);
      expect((await reader.glance(file('2,50'))).fingerprint).not.toBe('');
    }
    const message = async () =>
      (await reader.read(Buffer.from('no rows'), {})).statements[0]?.problems[0]?.message;
    expect(await inLanguage(languages.pseudo, message)).not.toBe(await message());
  });

  it('gives up a file that takes too long', async () => {
    const reader = start({ patience: 1 });
    const rows = Array.from({ length: 50_000 }, (_, n) => `2026-01-15;Shop ${n};${n},50`);
    const large = Buffer.from(['Date;Payee;Amount', ...rows].join('\n'));
    await expect(reader.read(large, {})).rejects.toMatchObject({ statusCode: 422 });
  });

  it('gives up a file that takes too much memory, and reads the next one', async () => {
    const reader = start({ memory: 24 });
    const rows = Array.from({ length: 200_000 }, (_, n) => `2026-01-15;Shop ${n};${n},50`);
    const large = Buffer.from(['Date;Payee;Amount', ...rows].join('\n'));
    await expect(reader.read(large, {})).rejects.toMatchObject({ statusCode: 422 });
    const small = readFileSync(new URL('csv-60-identical-rows.csv', FIXTURES));
    expect((await reader.read(small, {})).statements[0]?.rows).toHaveLength(3);
  });
});
