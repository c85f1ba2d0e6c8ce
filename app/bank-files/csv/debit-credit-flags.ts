import { foldAccents } from './header-words.ts';

const OUT = wordsOf(`
  d, dr, db, dbt, dbit, debit, debits, debited, debet, s, soll, af, uit, out, outgoing, outflow, money out, paid out, cash out,
  expense, expenses, spending, withdrawal, withdrawals, withdraw, 支出, 支, 出金, 出, 支付, 借, -, debito, debitos, adeudo, dare,
  addebito, addebiti, cargo, cargos, debe, gasto, gastos, egreso, egresos, retiro, retiros, ausgang, ausgabe, ausgaben, abgang,
  belastung, lastschrift, dt, debetas, deebet, winien, wn, расход, дебет, списание, borç, borc, obciążenie, obciążenia, uscita,
  uscite, sortie, sorties, dépense, dépenses, retrait, saída, saídas, despesa, despesas, otto, terhelés, kiadás, výdaj, výdaje,
  výdavok, uttag, uttak, ut, udgift, utgift, χρέωση, חובה, مدين, 출금`);
const IN = wordsOf(`
  c, cr, crd, crdt, ct, cred, credit, credits, credited, k, h, haber, haben, bij, in, incoming, income, inflow, money in,
  paid in, cash in, deposit, deposits, 收入, 收, 入金, 入, 贷, 貸, +, kredit, kreditas, kreedit, credito, creditos, avere,
  accredito, accrediti, abono, abonos, ingreso, ingresos, depósito, depósitos, eingang, einnahme, einnahmen, zugang, gutschrift,
  ma, приход, кредит, зачисление, поступление, alacak, uznanie, uznania, entrata, entrate, entrée, entrées, recette, recettes,
  versement, entrada, entradas, receita, receitas, pano, jóváírás, bevétel, příjem, příjmy, príjem, insättning, innskudd, inn,
  indtægt, inntekt, πίστωση, זכות, دائن, 입금`);
/** Letters that say something only beside each other: out, then in. A stands for "to have" in one language, for "off" in another. */
const PAIRS = [
  ['t', 'j'],
  ['d', 'a'],
] as const;
/** Values of the same column for what is neither. */
const NEITHER = ['', '/', '不计收支', '中性交易', 'neutral', 'transfer'];

/** More words than a column has that says out or in. */
export const MOST_FLAGS = 6;

export type Way = 'out' | 'in';

/** Direction in which money went, by a word that banks write for it, among all words of its column. */
export function wayOf(text: string, column: readonly string[] = []): Way | undefined {
  const plain = plainWord(text);
  if (OUT.has(plain)) return 'out';
  if (IN.has(plain)) return 'in';
  const words = new Set(column.map(plainWord));
  const pair = PAIRS.find(
    (letters) => letters.includes(plain as never) && letters.every((one) => words.has(one)),
  );
  return pair === undefined ? undefined : pair[0] === plain ? 'out' : 'in';
}

/** True for a value of such a column that says that money moved neither out nor in. */
export function isNeither(text: string): boolean {
  return text !== '' && NEITHER.includes(text.trim().toLowerCase());
}

/** True for a column in which each cell says out or in. */
export function isFlagColumn(cells: readonly string[]): boolean {
  const distinct = [...new Set(cells.map((cell) => cell.trim().toLowerCase()))];
  const ways = distinct.filter((cell) => !NEITHER.includes(cell)).map((cell) => wayOf(cell, distinct));
  return distinct.length <= MOST_FLAGS && ways.length > 0 && ways.every((way) => way !== undefined);
}

function wordsOf(list: string): ReadonlySet<string> {
  return new Set(list.split(',').map(plainWord));
}

function plainWord(text: string): string {
  return foldAccents(text.trim().toLowerCase()).replaceAll(/[.]/g, '');
}
