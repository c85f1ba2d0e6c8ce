import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fileColumns } from './columns-to-choose-from.ts';

const fixture = (file: string) => readFileSync(new URL(`../testing/fixtures/${file}`, import.meta.url));

it('lists the columns of a file with what stands in them', () => {
  expect(fileColumns(fixture('csv-01-unicode-minus.csv'))).toMatchObject([
    { at: 0, header: 'Date', samples: ['2026-02-02', '2026-02-03', '2026-02-04'] },
    { at: 1, header: 'Text' },
    { at: 2, header: 'In/Out' },
    { at: 3, header: 'Sum' },
  ]);
});

it('lists them of a file that cannot be read before somebody answers', () => {
  expect(fileColumns(fixture('csv-35-gbk-preamble.csv')).map(({ header }) => header)).toContain('交易时间');
  expect(fileColumns(fixture('csv-52-dates-contradict.csv')).map(({ header }) => header)).toContain('Date');
});

it('lists those of the line that was chosen for the header', () => {
  const bytes = Buffer.from('2026-01-02;Shop;1,50\n2026-01-03;Other;2,50\n');
  expect(fileColumns(bytes, { headerLine: 0 }).map(({ header }) => header)).toEqual(['', '', '']);
  expect(fileColumns(bytes, { headerLine: 1 }).map(({ header }) => header)).toEqual([
    '2026-01-02',
    'Shop',
    '1,50',
  ]);
});

it('lists none of what has no columns', () => {
  expect(fileColumns(fixture('camt-01-batch.xml'))).toEqual([]);
  expect(fileColumns(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]))).toEqual(expect.any(Array));
  expect(fileColumns(new Uint8Array())).toEqual([]);
});
