import { describe, expect, it } from 'vitest';
import { AskedFile, RefusedFile } from '../refused-and-asked-file-errors.ts';
import { encodeText } from '../testing/encode-text.ts';
import { decodeText } from './decode-text.ts';

/** Files as banks write them, whose bytes alone tell the encoding. */
const CERTAIN: readonly (readonly [encoding: string, text: string])[] = [
  ['windows-1252', 'Datum;Empfänger;Betrag\n05.01.2026;Bäckerei Müßig;-1,00\n'],
  [
    'windows-1252',
    'Date;Libellé;Débit\n05/01/2026;Crèmerie à la Forêt;-1,00\n06/01/2026;Noël façade;-2,00\n',
  ],
  ['windows-1252', 'Fecha;Concepto;Importe\n05/01/2026;Panadería Muñoz;-1,00\n'],
  ['windows-1252', 'Data;Descrição;Valor\n05/01/2026;Padaria São João;-1,00\n'],
  ['windows-1252', 'Dato;Tekst;Beløb\n05/01/2026;Købmand Sørensen Århus;-1,00\n'],
  ['windows-1252', 'Datum;Text;Betrag\n05.01.2026;Café – 5 €;-1,00\n'],
  ['windows-1250', 'Data;Opis;Kwota\n05.01.2026;Płatność kartą Żabka Łódź;-89,90\n'],
  ['windows-1250', 'Datum;Protistrana;Částka\n05.01.2026;nákup šunky;-89,90\n'],
  ['iso-8859-2', 'Data;Opis;Kwota\n05.01.2026;Płatność kartą Żabka Łódź;-89,90\n'],
  ['windows-1251', 'Дата;Описание;Сумма\n05.01.2026;Покупка в магазине;-89,90\n'],
  ['koi8-r', 'Дата;Описание;Сумма\n05.01.2026;Покупка в магазине;-89,90\n'],
  ['windows-1253', 'Ημερομηνία;Περιγραφή;Ποσό\n05.01.2026;Αγορά καφέ;-89,90\n'],
  ['windows-1254', 'Tarih;Açıklama;Tutar\n05.01.2026;Market alışverişi İstanbul;-89,90\n'],
  ['windows-1255', 'תאריך;תיאור;סכום\n05.01.2026;קניה בסופר;-89,90\n'],
  ['windows-1256', 'التاريخ;الوصف;المبلغ\n05.01.2026;شراء من المتجر;-89,90\n'],
  ['windows-1257', 'Data;Paskirtis;Suma\n05.01.2026;Mokėjimas už prekę;-89,90\n'],
  ['shift_jis', '日付,内容,出金金額,入金金額\n2026/01/05,コンビニ,120,\n2026/01/06,ﾌﾘｺﾐ ﾔﾏﾀﾞ,,300000\n'],
  ['gbk', '交易日期,摘要,金额\n2026-01-05,超市购物,-12.50\n'],
  ['big5', '日期,摘要,金額\n2026-01-05,超市購物,-12.50\n'],
  ['euc-kr', '날짜,내용,금액\n2026-01-05,편의점,-1250\n'],
];

describe('the encoding of a file', () => {
  it.each(CERTAIN)('is recognised: %s of %j', (encoding, text) => {
    expect(decodeText(encodeText(text, encoding)).text).toBe(text);
  });

  it.each(['utf-16le', 'utf-16be'])('is recognised by its mark or its zeros: %s', (encoding) => {
    const text = 'Datum;Empfänger;Betrag\n05.01.2026;Bäckerei;-1,00\n';
    const bytes = Buffer.from(text, 'utf16le');
    const marked = Buffer.from(`\ufeff${text}`, 'utf16le');
    if (encoding === 'utf-16be') {
      bytes.swap16();
      marked.swap16();
    }
    expect(decodeText(bytes)).toEqual({ text, encoding });
    expect(decodeText(marked)).toEqual({ text, encoding });
  });

  it('is asked for where two readings are words of a language each', () => {
    const text = 'Date;Montant\n05/01/2026;Prélèvement\n';
    const [question] = asked(encodeText(text, 'windows-1252'));
    expect(question).toMatchObject({ about: 'encoding', readings: [['Prélèvement'], ['Prélčvement']] });
    expect(question?.choices).toContain('windows-1252');
  });

  it('is recognised in Vietnamese, whose tones then are one letter with their vowel', () => {
    const text = 'Date;Payee;Amount\n2026-01-05;Siêu thi\u0323 Phơ\u0309 Lơ\u0323i đươ\u0300ng;-1,00\n';
    expect(decodeText(encodeText(text, 'windows-1258'))).toEqual({
      text: text.normalize('NFC'),
      encoding: 'windows-1258',
    });
  });

  it.each([
    ['windows-1251', 'Продукты Пятёрочка'],
    ['windows-1250', 'Żabka Łódź Świętokrzyska'],
  ])('is not that of the label where %s makes words of the bytes', (encoding, name) => {
    const ofx = `OFXHEADER:100\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><NAME>${name}</OFX>`;
    expect(decodeText(encodeText(ofx, encoding))).toEqual({ text: ofx, encoding });
    const camt = `<?xml version="1.0" encoding="ISO-8859-1"?><Nm>${name}</Nm>`;
    expect(decodeText(encodeText(camt, encoding))).toEqual({ text: camt, encoding });
  });

  it('is asked for where the label is wrong and several others may be right', () => {
    const text = 'OFXHEADER:100\nCHARSET:1252\n\n<OFX><NAME>コンビニ</OFX>';
    const [question] = asked(encodeText(text, 'shift_jis'));
    expect(question?.choices).toEqual(['shift_jis', 'gbk', 'windows-1252']);
  });

  it.each([
    'Caffè Perù Rata 2ª',
    'MÜLLER C/ª',
    'RECIBO Nº 4512 MUÑOZ',
    'n.º 123 São João',
    'O´Neill',
    'Señor Château',
    'Citroën Peña',
    'Paral·lel 5 µg',
    'São Paulo–Köln',
  ])('is that of the label where words are of several languages or have signs: %s', (name) => {
    const ofx = `OFXHEADER:100\nCHARSET:1252\n\n<OFX><NAME>${name}</OFX>`;
    expect(decodeText(encodeText(ofx, 'windows-1252'))).toEqual({ text: ofx, encoding: 'windows-1252' });
    const lines = name.replace(' ', '\n<NAME>');
    expect(decodeText(encodeText(ofx.replace(name, lines), 'windows-1252')).encoding).toBe('windows-1252');
  });

  it('is that of the label where others make no better words', () => {
    for (const name of ['España', 'Straße façade', 'Señor Žižek Ærø', '± 5 °C'])
      expect(
        decodeText(encodeText(`OFXHEADER:100\nCHARSET:1252\n\n<OFX><NAME>${name}</OFX>`, 'windows-1252')),
      ).toMatchObject({ encoding: 'windows-1252' });
  });

  it('is UTF-8 when the bytes are that, whatever the file says of itself', () => {
    const text = '<?xml version="1.0" encoding="ISO-8859-1"?><Nm>Zażółć</Nm>';
    expect(decodeText(Buffer.from(text))).toEqual({ text, encoding: 'utf-8' });
  });

  it('is another when the bytes are no UTF-8, whatever the file says of itself', () => {
    const text = '<?xml version="1.0" encoding="UTF-8"?><Nm>Bäckerei Müßig</Nm>';
    expect(decodeText(encodeText(text, 'windows-1252')).text).toBe(text);
  });

  it('is what the file says where several would do', () => {
    const text = '<?xml version="1.0" encoding="ISO-8859-2"?><Nm>Prélčvement</Nm>';
    expect(decodeText(encodeText(text, 'iso-8859-2'))).toEqual({ text, encoding: 'iso-8859-2' });
  });

  it('is another when only its mark says UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      encodeText('Datum;Empfänger\n', 'windows-1252'),
    ]);
    expect(decodeText(bytes)).toMatchObject({ text: 'Datum;Empfänger\n' });
  });

  it('is UTF-8 with emoji in two halves, as YNAB writes them', () => {
    const bytes = Buffer.concat([
      Buffer.from('Wants '),
      Buffer.from([0xed, 0xa0, 0xbe, 0xed, 0xb5, 0xa1]),
      Buffer.from(' é'),
    ]);
    expect(decodeText(bytes).text).toBe('Wants 🥡 é');
  });

  it('is no other when a letter of UTF-8 is cut, which is refused by line', () => {
    const bytes = Buffer.from('Bäckerei\nMüller, Größe\n').subarray(0, -3);
    try {
      decodeText(bytes);
      expect.fail('it was read');
    } catch (error) {
      expect((error as RefusedFile).problems).toMatchObject([{ line: 2 }]);
    }
  });

  it.each(['ISO-8859-1', '8859-1', '1252', 'WINDOWS-1252'])('is that of the header of OFX: %s', (charset) => {
    const text = `OFXHEADER:100\nCHARSET:${charset}\n\n<OFX><NAME>Crème`;
    expect(decodeText(encodeText(text, 'windows-1252'))).toEqual({ text, encoding: 'windows-1252' });
  });

  it('is what a person chose, by any of its usual labels', () => {
    const bytes = encodeText('Prélèvement', 'windows-1252');
    expect(
      ['windows-1252', 'cp1252', 'latin1', 'ISO-8859-1'].map((label) => decodeText(bytes, label).text),
    ).toEqual(Array(4).fill('Prélèvement'));
    expect(decodeText(encodeText('日付', 'shift_jis'), 'CP932').text).toBe('日付');
  });

  it('is refused when the bytes are no such text, and when there is no such encoding', () => {
    const bytes = encodeText('Prélèvement', 'windows-1252');
    expect(() => decodeText(bytes, 'utf-8')).toThrow(RefusedFile);
    expect(() => decodeText(bytes, 'utf-7')).toThrow(RefusedFile);
  });

  it('is refused where some lines are in UTF-8 and others are not', () => {
    const bytes = Buffer.concat([
      Buffer.from('Date;Payee\n2026-01-05;Bäckerei Müller\n'),
      encodeText('2026-01-06;Größe Straße\n', 'windows-1252'),
    ]);
    expect(() => decodeText(bytes)).toThrow(RefusedFile);
  });

  it('is none for four bytes to each letter', () => {
    expect(() => decodeText(Buffer.from('\ufeffD\0a\0t\0e\0', 'utf16le'))).toThrow(RefusedFile);
  });

  it('is none for bytes that are no text', () => {
    expect(() => decodeText(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0xff, 0x90, 0x81]))).toThrow(
      RefusedFile,
    );
  });
});

function asked(bytes: Uint8Array) {
  try {
    decodeText(bytes);
  } catch (error) {
    if (error instanceof AskedFile) return error.questions;
    throw error;
  }
  return [];
}
