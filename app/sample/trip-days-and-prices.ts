import type { StarterCategory, Word } from './household-types.ts';

/** First and last day of the trip, by their number in the year. */
export const trip = { booked: 205, first: 238, last: 245 } as const;

/** Currency of the trip: another one than the household's. */
export function currencyOfTrip(currency: string): string {
  return currency === 'EUR' ? 'GBP' : 'EUR';
}

/** What is paid on a day of the trip with the money of that place, in euro cents: least and most. */
export const onTrip: readonly {
  readonly payee: Word;
  readonly category: StarterCategory;
  readonly cents: readonly [number, number];
  readonly odds: number;
}[] = [
  { payee: 'sample.harbourCafe', category: 'Food/Coffee and snacks', cents: [450, 980], odds: 0.8 },
  { payee: 'sample.fishRestaurant', category: 'Food/Eating out', cents: [2600, 4400], odds: 0.6 },
  { payee: 'sample.ferry', category: 'Getting around/Public transport', cents: [700, 1400], odds: 0.4 },
  { payee: 'sample.museum', category: 'Free time/Holidays', cents: [1200, 2400], odds: 0.45 },
];
