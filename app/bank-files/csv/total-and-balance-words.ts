import { isCurrency } from '../../currencies.ts';
import { monthNamed } from '../days/month-names.ts';
import { plainHeader } from './header-words.ts';

const TOTALS = `
  total, totals, subtotal, sub total, grand total, total amount, sum, summe, gesamt, gesamtsumme, endsumme, zwischensumme,
  total general, sous total, somme, totale, subtotale, totaal, subtotaal, eindtotaal, totalt, summa, yhteensa, valisumma,
  suma, razem, lacznie, celkem, soucet, spolu, osszesen, ukupno, toplam, ara toplam, genel toplam, итого, всего,
  συνολο, 合计, 合計, 小计, 小計, 总计, 總計, 합계, 총계, סהכ, الإجمالي`;
const BALANCES = `
  balance, opening balance, closing balance, starting balance, ending balance, beginning balance, previous balance,
  new balance, final balance, initial balance, balance brought forward, balance carried forward, brought forward,
  carried forward, balance b f, balance c f, b f, c f, saldo, anfangssaldo, endsaldo, schlusssaldo, startsaldo, saldovortrag,
  alter saldo, neuer saldo, alter kontostand, neuer kontostand, kontostand, anfangsbestand, endbestand, abschlusssaldo,
  solde, solde initial, solde final, solde precedent, ancien solde, nouveau solde, solde d ouverture, solde de cloture,
  saldo inicial, saldo final, saldo anterior, saldo actual, saldo iniziale, saldo finale, saldo precedente, beginsaldo,
  eindsaldo, vorig saldo, nieuw saldo, ingaende saldo, utgaende saldo, inngaende saldo, slutsaldo, alkusaldo, loppusaldo,
  saldo poczatkowe, saldo koncowe, zustatek, pocatecni zustatek, konecny zustatek, pociatocny zostatok, konecny zostatok,
  egyenleg, nyito egyenleg, zaro egyenleg, pocetno stanje, konacno stanje, bakiye, acilis bakiyesi, kapanis bakiyesi,
  devreden bakiye, остаток, входящий остаток, исходящий остаток, начальный остаток, конечный остаток, υπολοιπο,
  余额, 期初余额, 期末余额, 餘額, 承前結餘, 残高, 前月繰越, 繰越, 잔액, 이월잔액`;

/** Words of rows that repeat what the other rows add up to. */
export type Repeated = 'total' | 'balance';

/**
 * Kind of a row by the word that a cell begins with, alone or with a day, a month, a number or a currency behind it; a shop
 * of such a name has more.
 */
export function repeatedBy(cell: string): Repeated | undefined {
  if (cell === '' || cell.length > LONGEST) return undefined;
  const plain = plainHeader(cell);
  const known = KINDS.get(plain);
  if (known !== undefined) return known;
  const words = plain.split(' ');
  for (let count = Math.min(words.length - 1, MOST_WORDS); count > 0; count -= 1) {
    const kind = KINDS.get(words.slice(0, count).join(' '));
    if (kind !== undefined) return words.slice(count).every(isOfTime) ? kind : undefined;
  }
  return undefined;
}

const KINDS: ReadonlyMap<string, Repeated> = new Map([
  ...listed(TOTALS).map((word) => [word, 'total'] as const),
  ...listed(BALANCES).map((word) => [word, 'balance'] as const),
]);
const LONGEST = 60;
const MOST_WORDS = 3;

function listed(words: string): readonly string[] {
  return words.split(',').map(plainHeader);
}

/** Part of a day or of a figure, or a word before it. */
function isOfTime(word: string): boolean {
  return (
    /^\d+$/.test(word) || SMALL.has(word) || isCurrency(word.toUpperCase()) || monthNamed(word) !== undefined
  );
}

const SMALL = new Set(
  'as of at on for am vom zum per au le du de al del il op den na dzien к на за'.split(' '),
);
