const OUT = `
  d dr db debit debet s soll af uit out outgoing expense expenses withdrawal 支出 支 出金 出 支付 - debito dare cargo debe
  ausgang ausgabe belastung dt dbit debetas deebet winien wn расход дебет списание borc obciążenie uscita sortie`
  .trim()
  .split(/\s+/);
const IN = `
  c cr cred credit k h haber haben bij in incoming income deposit 收入 收 入金 入 + kredit kreditas kreedit credito avere
  abono eingang einnahme gutschrift ct crdt ma приход кредит зачисление alacak uznanie entrata entree`
  .trim()
  .split(/\s+/);
/** Values of the same column for what is neither. */
const NEITHER = ['', '/', '不计收支', '中性交易', 'neutral', 'transfer'];

export type Way = 'out' | 'in';

/** Direction in which money went, by a word that banks write for it. */
export function wayOf(text: string): Way | undefined {
  const plain = text.trim().toLowerCase().replaceAll(/[.]/g, '');
  return OUT.includes(plain) ? 'out' : IN.includes(plain) ? 'in' : undefined;
}

/** True for a value of such a column that says that money moved neither out nor in. */
export function isNeither(text: string): boolean {
  return text !== '' && NEITHER.includes(text.trim().toLowerCase());
}

/** True for a column in which each cell says out or in. */
export function isFlagColumn(cells: readonly string[]): boolean {
  const distinct = [...new Set(cells.map((cell) => cell.trim().toLowerCase()))];
  const ways = distinct.filter((cell) => !NEITHER.includes(cell)).map(wayOf);
  return distinct.length <= 6 && ways.length > 0 && ways.every((way) => way !== undefined);
}
