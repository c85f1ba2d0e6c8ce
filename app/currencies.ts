/**
 * Number of digits after the decimal sign (ISO 4217). Not taken from Intl: its data changes with Node, and would change
 * every stored amount with it.
 */
export function digitsOf(currency: string): number {
  return unusualDigits.get(currency) ?? 2;
}

/** Codes of the currencies on offer for books and accounts: those that Intl can name, current or historic, sorted. */
export function currencies(): readonly string[] {
  return all;
}

export function isCurrency(code: string): boolean {
  return known.has(code);
}

const unusualDigits = new Map([
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF'].map((code) => [code, 0] as const),
  ...['UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map((code) => [code, 0] as const),
  ...['BEF', 'BYR', 'ESP', 'GRD', 'ITL', 'LUF', 'PTE', 'ROL', 'TRL'].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
]);

const inUse: readonly string[] = `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
  CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR
  IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU
  MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG
  SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST
  XAF XCD XOF XPF YER ZAR ZMW`
  .trim()
  .split(/\s+/);

/** Historic currencies, for old income and expenses. */
const ended: readonly string[] = `
  ANG ATS BEF BGN BYR CUC CYP DEM EEK ESP FIM FRF GHC GRD HRK IEP ITL LTL LUF LVL MRO MTL NLG PTE ROL SIT SKK SLL STD
  TRL VEF ZMK ZWL`
  .trim()
  .split(/\s+/);
const all: readonly string[] = [...inUse, ...ended].sort();
const known: ReadonlySet<string> = new Set(all);
