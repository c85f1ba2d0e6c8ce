import { isCurrency } from '../../currencies.ts';

/** Meaning of a column in a bank's CSV. */
export type Role =
  | 'date'
  | 'payee'
  | 'memo'
  | 'reference'
  | 'amount'
  | 'debit'
  | 'credit'
  | 'fee'
  | 'balance'
  | 'currency'
  | 'flag'
  | 'status'
  | 'account'
  | 'category';

/**
 * Words of headers by role, the most telling ones first: each line is one rank. Plain, as {@link plainHeader} makes
 * them.
 */
const WORDS: Readonly<Partial<Record<Role, string>>> = {
  date: `
    posted date, posting date, post date, date posted, posted on, booking date, date booked, booked on, booked, entry date, accounting date, completed date, abschlussdatum, datum des abschlusses, completed, completed on, finished on, settled, processed date, process date, buchungstag, buchungsdatum, buchung, datum buchung, boekdatum, boekingsdatum, bokforingsdag, bokforingsdatum, bokfort, bokfort dato, bokforingsdato, bogforingsdato, bogfort, bogfort dato, kirjauspaiva, date de comptabilisation, date comptable, date operation, date d operation, dateop, data contabile, data lanc, data lancamento, data do lancamento, data mov, data movimento, data operazione, fecha contable, fecha operacion, fecha de operacion, f operacion, data ksiegowania, datum zauctovani, datum provedeni, datum uctovania, konyveles datuma, konyvelesi datum, datum knjizenja, дата проводки, 記帳日, 入账日期
    date, datum, dato, fecha, data, pvm, paivamaara, paivays, kuupaev, datums, datas, data operacji, data transakcji, data operatiunii, data tranzactiei, datum transakce, дата, дата операции, дата операцій, ημερομηνια, tarih, islem tarihi, 日付, 取引日, 年月日, お取引日, 交易时间, 交易日期, 帳務日期, 記帳日期, 日期, 交易日, 날짜, 거래일, 거래일시, 거래일자, تاريخ, التاريخ, תאריך, kpv, ngay, tanggal, jour, giorno, dia, dzien, day, date time, datetime, timestamp, time, when, transaktionsdatum, transaktionsdag, handelsdatum, txn date, tran date, belegdatum, omzetdatum
    transaction date, trans date, 利用日, ご利用日, date of transaction, transactiedatum, date transaction, started date, created on, purchase date, kaufdatum, kopdatum, data valuta operazione
    valuta, value date, valutadatum, wertstellung, wertstellungsdatum, wertstellungstag, wert, valeur, date de valeur, date valeur, data valuta, data valor, data da valor, fecha valor, rentedatum, valuteringsdag, arvopaiva, datum valuty, data waluty, ertekdatum`,
  payee: `
    payee, payee name, namn, merchant, merchant name, counterparty, counterparty name, counter party, name of counterparty, beneficiary, beneficiary name, recipient, recipient name, empfanger, zahlungsempfanger, zahlungsempfanger in, empfangername, name zahlungsbeteiligter, beguenstigter zahlungspflichtiger, begunstigter zahlungspflichtiger, begunstigter auftraggeber, auftraggeber empfanger, empfanger auftraggeber, auftraggeber zahlungsempfanger, auftraggeber begunstigter, partner name, partnername, partner, gegenpartei, handler, name, name description, naam omschrijving, naam tegenpartij, naam tegenpartij bankrekening, tegenpartij, tegenpartij naam, tegenrekeninghouder, protistrana, nazev protistrany, nazev protiuctu, nazov protistrany, kontrahent, nazwa kontrahenta, nadawca odbiorca, odbiorca nadawca, dane kontrahenta, partner neve, beneficiaire, tiers, nom, commercant, destinatario, controparte, beneficiario, contraparte, comercio, mottagare, avsandare mottagare, modtager, mottaker, saaja maksaja, saaja, saneja maksetajs, moketojas gavejas, gavejas, saaja maksja nimi, saaja maksja, target name, paid to, to from, from to, vendor, supplier, store, shop, 交易对方, 对方户名, 对方名称, 交易对手, 商户名称, 商户, 收款方, 取引先, 利用店名, ご利用先, ご利用店名, 支払先, 거래처, 가맹점명, 받는분, контрагент, получатель, alici, εμπορος, שם בית העסק
    description, transaction description, description 1, libelle simplifie, label, details, transaction details, narrative, narration, text, tekst, libelle, libelle operation, libelle de l operation, descripcion, concepto, descrizione, descrizione operazione, descricao, historico, opis, opis operacji, opis transakcji, popis, leiras, kozlemeny, selite, selitys, forklaring, beskrivelse, beskrivning, rubrik, transaktion, specifikation, omschrijving, mededelingen, mededeling, tehingu selgitus, selgitus, aprasymas, paskirtis, mokejimo paskirtis, apraksts, 摘要内容, 摘要, 交易摘要, 内容, 入出金内容, お取引内容, お取り扱い内容, ご利用内容, 적요, 내용, 거래내용, описание, описание операции, назначение платежа, назначение, avisierungstext, aciklama, περιγραφη, αιτιολογια, תיאור, תאור, פרטים, הפרטים, البيان, الوصف, particulars, remarks, transaction remarks, verwendungszweck, buchungstext, zweck, bezeichnung, beschreibung, memo, note, notes, comment, title, item, what, reference text, original description, keterangan, noi dung, descriere, detalii`,
  memo: `
    memo, note, notes, notes and tags, verwendungszweck, zweck, zahlungszweck, purpose, purpose of payment, payment reference, payment details, remittance information, poznamka, zprava pro prijemce, sprava pre prijemcu, tytul, tytul operacji, tytulem, szczegoly, communication, communications, motif, message, meddelande, melding, besked, viesti, notifications, mededelingen, mededeling, causale, mokejimo paskirtis, selgitus, 商品说明, 商品, 备注, 附言, 备考, メモ, 備考, 메모, 비고, примечание, назначение платежа, komentar, komentarz, comment, comments, remarks, remark, subject, details, particulars, transaction details, buchungsdetails, text
    description, transaction description, description 2, libelle operation, omschrijving 1, omschrijving, opis, popis, beskrivning, beskrivelse, descripcion, descrizione, descricao, libelle, selite, leiras, kozlemeny, 摘要, 描述, описание, narrative, narration, additional information, additional info`,
  reference: `
    reference, ref, ref no, ref nr, reference number, reference no, transaction id, transactionid, transaction reference, transaction number, id, bank reference, no, nr, number, num, check number, check no, check, check or slip, cheque number, cheque no, chq no, chq ref no, chq ref number, ref no cheque no, ref no chq no, cheque, slip, fitid, uuid, referenz, referenznummer, transaktionscode, transaktions id, kundenreferenz, referentie, transactiereferentie, referencia, numero de referencia, riferimento, referenzia, numer referencyjny, id transakcji, id transakce, id operace, id pohybu, arkivkode, arkistointitunnus, viite, 交易号, 交易订单号, 交易单号, 流水号, 交易流水号, 訂單編號, 番号, 照会番号, номер, номер операции, אסמכתא, islem no, dekont no, ref txn`,
  amount: `
    billing amount, billed amount, settlement amount, account amount, amount in account currency, сумма платежа, abrechnungsbetrag
    amount, betrag, umsatz, umsatzbetrag, buchungsbetrag, montant, montant de l operation, importe, importo, valor, montante, belopp, belop, belob, summa, maara, bedrag, bedrag eur, kwota, kwota operacji, kwota transakcji, castka, objem, suma, ciastka, osszeg, iznos, 金额, 交易金额, 金額, 取引金額, 入出金, 入出金額, 利用金額, ご利用金額, 금액, 거래금액, 이용금액, сумма, сумма операции, сума, tutar, islem tutari, ποσο, סכום, المبلغ, in out, transaction amount, net amount, txn amount, jumlah, so tien
    value, net, netto, total, sum, price, cost, brutto, gross`,
  debit: `
    debit, debits, debit amount, debit amt, amount debit, withdrawal, withdrawals, withdrawal amt, withdrawal amount, withdrawals amount, money out, paid out, out, outflow, expense, expenses, spent, soll, belastung, belastungen, ausgang, ausgaben, ausgabe, lastschrift, af, uit, debet, sortie, sorties, depenses, depense, retrait, retraits, montant debit, addebito, addebiti, uscite, uscita, dare, cargo, cargos, debe, adeudo, retiro, retiros, debito, debitos, saida, saidas, ut, ut av konto, ut fra konto, uttag, wydatki, obciazenia, obciazenie, vydaje, vydaj, terheles, kiadas, 支出, 支出金额, 支出金額, 提款, 提出, 借方, 借方金额, 借方发生额, 出金, 出金額, 出金金額, お引出し, お引き出し, お支払金額, お支払い金額, 支払い金額, 支払金額, 引落金額, 출금, 출금액, 출금금액, 찾으신금액, расход, дебет, списание, borc, χρεωση, חובה, مدين, debetas, deebet`,
  credit: `
    credit, credits, credit amount, credit amt, amount credit, deposit, deposits, deposit amt, deposit amount, money in, paid in, in, inflow, income, received, haben, gutschrift, gutschriften, eingang, einnahmen, einnahme, bij, entree, entrees, recettes, recette, versement, versements, depot, montant credit, accredito, accrediti, entrate, entrata, avere, abono, abonos, haber, deposito, depositos, credito, creditos, entrada, entradas, inn, inn pa konto, inn til konto, insattning, insattningar, uznania, uznanie, wplywy, prijmy, prijem, jovairas, bevetel, 收入, 收入金额, 收入金額, 存入, 存入金額, 存款, 贷方, 贷方金额, 贷方发生额, 入金, 入金額, 入金金額, お預入れ, お預け入れ, お預り金額, 預かり金額, 預り金額, 입금, 입금액, 입금금액, 맡기신금액, приход, кредит, зачисление, поступление, alacak, πιστωση, זכות, دائن, kreditas, kreedit`,
  fee: 'fee, fees, fee amount, gebuhr, gebuhren, entgelt, commission, frais, kosten, oplata, provision',
  balance: `
    balance, guthaben, running balance, running bal, saldo, saldo nach buchung, saldo na mutatie, saldo na trn, kontostand, balance after, balance after transaction, account balance, closing balance, available balance, ledger balance, resulting balance, solde, accountbalance, saldo contabile, saldo disponible, saldo disponibile, saldo dopo, saldo po operacji, saldo po transakcji, saldo na rachunku, zustatek, zostatok, egyenleg, stanje, 余额, 餘額, 帳戶餘額, 結餘, 账户余额, 本次余额, 差引残高, 取引後残高, 残高, 잔액, 거래후잔액, остаток, баланс, bakiye, υπολοιπο, יתרה, الرصيد, likutis, atlikums, jaak, saldo konta`,
  currency: `
    billing currency, settlement currency, account currency, валюта платежа, currency, ccy, curr, currency code, wahrung, devise, moneda, divisa, moeda, waluta, mena, deviza, devizanem, penznem, валюта, 币种, 货币, 通貨, 통화, para birimi, valuutta, valiuta, valuuta, νομισμα, מטבע, العملة, commodity
    valuta, muntsoort, munt`,
  flag: `
    d c, d k, s h, c d, dc, cr dr, dr cr, debit credit, credit debit, soll haben, af bij, bij af, 收 支, 收支, 借贷, 借贷标志, 收支类型, direction, sign, sens, ind, indicator, debit credit indicator, credit debit indicator, debet credit, debet kredit, k d, debe haber, dare avere, debito credito, d a, a d, t j, j t, b a, a b, d h, segno, movement, richtung, vorzeichen, tecken, znak, jel, 입출금, 입출금구분
    type, transaction type, tran type, transaktionsart, kind, typ, art, tipo, tyyppi, 类型, 交易类型, 取引区分, 区分
    laji, tipo operacion, tipo de operacion, tipo movimiento, tipo de movimiento, tipo de transacao, type d operation, tur, islem turu, rodzaj, rodzaj operacji, typ operacji, typ transakcji, typ pohybu, umsatztyp, umsatzart, buchungsart, transactiesoort, mutatiesoort`,
  status: `
    status, state, transaction status, zustand, stan, estado, stato, statut, stav, tila, staat, 交易状态, 当前状态, 状态, 状態, статус, durum, 상태`,
  // "account number" and "IBAN" are left out: in most files they belong to the other side.
  account: 'account, account name, own account, kontoname, auftragskonto, rekening, bankkonto',
  category:
    'category, kategorie, categorie, categoria, kategoria, kategori, 分类, 類別, カテゴリ, 카테고리, категория',
};

const RANKS: ReadonlyMap<Role, ReadonlyMap<string, number>> = new Map(
  Object.entries(WORDS).map(([role, text]) => {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    const words = lines.flatMap((line, rank) =>
      line.split(',').map((word, at) => [word.trim(), rank * 1000 + at] as const),
    );
    return [role as Role, new Map(words.toReversed())] as const;
  }),
);

/** More characters than each header word has, with a currency beside it: the texts of rows need no look. */
const LONGEST = 100;

/** Rank of a header as that role, lower for a more telling word; undefined when it is none of its words. */
export function rankOf(role: Role, header: string): number | undefined {
  if (header.length > LONGEST) return undefined;
  const plain = plainHeader(header);
  const ranks = RANKS.get(role);
  const exact = ranks?.get(plain);
  if (exact !== undefined) return exact;
  const shorter = withoutCurrency(plain);
  return shorter === plain ? undefined : ranks?.get(shorter);
}

/** True for a word of any role. */
export function isHeaderWord(header: string): boolean {
  return [...RANKS.keys()].some((role) => rankOf(role, header) !== undefined);
}

/** A header in small letters without accents, and with one space between its words. */
export function plainHeader(header: string): string {
  return foldAccents(header)
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Latin and Greek letters without their accents. */
export function foldAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/(?<=[\p{Script=Latin}\p{Script=Greek}])\p{M}/gu, '')
    .normalize('NFC');
}

/** Names of currencies beside an amount, other than their codes. */
const UNITS = new Set(['元', '円', '원', 'kr', 'kc', 'zl', 'rs', 'руб', 'euro', 'euros']);

/** `amount kwd` and `belastung chf` are an amount and a debit. */
function withoutCurrency(plain: string): string {
  const words = plain
    .split(' ')
    .filter((word, _at, all) => all.length === 1 || !(isCurrency(word.toUpperCase()) || UNITS.has(word)));
  return (
    words.at(-1) === 'in' && words.length > 1 && !plain.endsWith(' in') ? words.slice(0, -1) : words
  ).join(' ');
}

/** A currency within a header, such as `EUR` in `Amount (EUR)`. */
export function codeIn(header: string): string | undefined {
  return /(?:^|[\s([/_-])([A-Z]{3})(?=$|[\s)\]/_-])/.exec(header)?.[1];
}
