import { isCurrency } from '../../currencies.ts';

/**
 * Marks beside amounts other than codes, as NFKC leaves them, without dots and in small letters, and the currencies that each
 * may be of.
 */
const MARKS = `
  €,eur,euro,euros,ευρω,евро: EUR
  us$,u$s,usd$: USD
  ca$,can$: CAD
  c$: CAD NIO
  a$,au$: AUD
  nz$: NZD
  hk$: HKD
  s$,sg$: SGD
  nt$: TWD
  mx$,mex$: MXN
  r$: BRL
  rd$: DOP
  j$: JMD
  tt$: TTD
  £: GBP EGP GIP FKP SHP SSP SDG LBP SYP IEP CYP MTL ITL TRY
  e£,le: EGP
  ¥: JPY CNY
  円: JPY
  元,rmb: CNY TWD HKD MOP
  원,₩: KRW
  kr: SEK NOK DKK ISK EEK
  fr,sfr: CHF XOF XAF XPF RWF GNF KMF DJF BIF
  cfa,fcfa: XOF XAF
  zł,zl: PLN
  kč,kc: CZK
  ft: HUF
  kn: HRK
  km: BAM
  дин,din: RSD
  ден,den: MKD
  лв,lv: BGN
  lei,leu: RON MDL
  ₴,грн: UAH
  ₽,руб,р: RUB BYN
  br: BYN ETB
  ₸,тг: KZT
  ₾: GEL
  ֏: AMD
  ₼: AZN
  ₺,tl: TRY
  ₪,nis: ILS
  ₹: INR
  rs: INR PKR LKR NPR MUR SCR
  tk,৳: BDT
  rp: IDR
  rm: MYR
  ₱: PHP
  ฿: THB
  ₫,đ,vnđ: VND
  ₮: MNT
  ៛: KHR
  ₭: LAK
  ₦: NGN
  ₵,gh₵: GHS
  ksh: KES
  tsh: TZS
  ush: UGX
  r: ZAR
  dh,dhs,درهم: AED MAD
  sr,رس: SAR
  qr: QAR
  kd,دك: KWD
  bd: BHD
  jd: JOD
  da,دج: DZD
  dt: TND
  ريال,ریال: SAR QAR YER OMR IRR
  جم,جنيه: EGP SDG
  s/: PEN
  b/: PAB
  bs: BOB VES
  ₡: CRC
  ₲,gs: PYG
  q: GTQ`;

/** Currencies that a mark may be of, one for a code; undefined for what is no mark of a currency. */
export function currenciesOf(mark: string): readonly string[] | undefined {
  const code = mark.toUpperCase();
  if (isCurrency(code)) return [code];
  if (mark === '$') return DOLLARS;
  return byMark.get(mark.toLowerCase());
}

const byMark: ReadonlyMap<string, readonly string[]> = new Map(
  MARKS.trim()
    .split('\n')
    .flatMap((line) => {
      const [marks = '', codes = ''] = line.trim().split(': ');
      return marks.split(',').map((mark) => [mark, codes.split(' ')] as const);
    }),
);

/** A dollar sign says that it is no euro, though not which dollar or peso it is. */
const DOLLARS: readonly string[] = `
  USD CAD AUD NZD HKD SGD TWD BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD TVD XCD ZWD
  ARS CLP COP MXN UYU CUP DOP BRL CVE TOP WST MOP NIO BOB`
  .trim()
  .split(/\s+/);
