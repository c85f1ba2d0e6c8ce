import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileShape } from './format-fingerprint.ts';

const of = (text: string, encoding: BufferEncoding = 'utf8') => fileShape(Buffer.from(text, encoding));
const january = 'Datum;Empfänger;Betrag\n02.01.2026;Laden;-1,00\n03.01.2026;Markt;-2,50\n';

describe('the shape of a file', () => {
  it('is the same for all files of one header, however many rows they have and whatever stands above', () => {
    const february = 'Konto;12\n\nDatum;Empfänger;Betrag\n28.02.2026;Kiosk;-7,00\n';
    expect(of(february)).toEqual(of(january));
    expect(of(`sep=;\r\n${january.replaceAll('\n', '\r\n')}`)).toEqual(of(january));
    expect(of(january + '04.01.2026;Laden;-1,00\n'.repeat(5000))).toEqual(of(january));
  });

  it('is another for another header, and for another number of columns without one', () => {
    expect(of(january.replace('Empfänger', 'Text'))).not.toEqual(of(january));
    const plain = '2026-01-02,Shop,-1.00\n2026-01-03,Shop,-2.00\n';
    expect(of(plain).fingerprint).not.toBe(of(plain.replaceAll('Shop', 'Shop,x')).fingerprint);
  });

  it('is there before the encoding is known', () => {
    expect(of(january, 'latin1')).toMatchObject({ format: 'csv' });
    expect(of(january, 'latin1')).toEqual(of(`${january}04.01.2026;Café;-3,00\n`, 'latin1'));
  });

  it('never fails', () => {
    const fixtures = new URL('testing/fixtures/', import.meta.url);
    for (const name of readdirSync(fixtures)) {
      const { format, fingerprint } = fileShape(readFileSync(new URL(name, fixtures)));
      if (name !== 'manifest.json') expect(name).toContain(format.slice(0, 3));
      expect(fingerprint.length).toBeLessThan(100);
    }
    for (const bytes of ['', '\0\0\0', '"', ';;;\n;;;', '<?xml']) expect(of(bytes).fingerprint).not.toBe('');
  });
});
