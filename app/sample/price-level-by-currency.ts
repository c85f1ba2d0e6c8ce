import { digitsOf } from '../currencies.ts';

/** Units of a currency that buy what a euro does, roughly; currencies of no list are near one. */
const levels: readonly (readonly [units: number, currencies: string])[] = [
  [0.4, 'BHD KWD OMR'],
  [2, 'ANG AWG AZN BAM BBD BGN BZD DEM FJD NLG TOP'],
  [4, 'AED BRL BYN GEL ILS LYD MYR PEN PGK PLN QAR RON SAR TMT TND WST XCD'],
  [10, 'ATS BOB BWP CNY DKK EEK FIM FRF GHS GTQ HKD HRK MAD MOP NOK SBD SCR SEK TJS TTD VEF'],
  [25, 'CZK ERN HNL LSL MDL MRU MVR MXN NAD SKK SLE STN SVC SZL THB TWD UAH ZAR ZMW'],
  [50, 'AFN BEF DOP EGP GMD LUF MKD MUR MZN NIO PHP TRY UYU VES'],
  [
    120,
    'ALL BDT BTN CVE DJF DZD ESP ETB GYD HTG INR ISK JMD JPY KES KGS KPW LRD NPR PTE RSD RUB VUV XPF YER',
  ],
  [400, 'AMD CRC GRD HUF KMF KZT LKR MRO PKR SDG SIT XAF XOF'],
  [1500, 'AOA ARS CLP IQD ITL KRW MMK MWK NGN RWF SSP TZS'],
  [4000, 'BIF CDF COP KHR MGA MNT UGX ZMK'],
  [12_000, 'GHC GNF IDR PYG SLL STD SYP UZS'],
  [25_000, 'LAK ROL VND'],
  [90_000, 'IRR LBP'],
  [1_500_000, 'TRL'],
];

const unitsOf = new Map(
  levels.flatMap(([units, currencies]) => currencies.split(' ').map((code) => [code, units] as const)),
);

/**
 * What costs so many euro cents, as a price in another currency: in minor units, and rounded as prices are there, where
 * nobody knows a hundredth of a yen or single rupiah.
 */
export function priceIn(currency: string, cents: number): bigint {
  const units = unitsOf.get(currency) ?? 1;
  const minorPerUnit = 10 ** digitsOf(currency);
  const step = Math.max(1, Math.round(smallestStep(units) * minorPerUnit));
  const minor = (cents / 100) * units * minorPerUnit;
  return BigInt(Math.max(1, Math.round(minor / step)) * step);
}

/** The smallest difference between two prices, in units of the currency. */
function smallestStep(units: number): number {
  if (units < 1) return 0.005;
  if (units < 10) return 0.01;
  if (units < 25) return 0.5;
  if (units < 400) return 1;
  if (units < 1000) return 5;
  return units < 10_000 ? 100 : units < 50_000 ? 500 : 1000;
}
