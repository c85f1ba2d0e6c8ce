import type { Day } from '../calendar.ts';
import type { AccountName, StarterCategory, Word } from './household-types.ts';
import { between, chance } from './seeded-chance.ts';

/** What the household buys on and off. */
interface Habit {
  readonly category: StarterCategory;
  readonly payees: readonly Word[];
  readonly account: AccountName;
  /** Euro cents that it costs. */
  readonly cents: readonly [least: number, most: number];
  /** Days of the week, 1 for Monday to 7 for Sunday. @default all */
  readonly weekdays?: readonly number[];
  /** How often, of 1, on a day that it could be. @default 1 */
  readonly odds?: number;
  /** Every so many days, from this one of the year on. @default each day */
  readonly every?: readonly [days: number, from: number];
  /** Another category that takes part of it now and then, in percent. @default none */
  readonly shared?: { readonly category: StarterCategory; readonly percent: number; readonly odds: number };
  readonly tags?: readonly Word[];
  readonly note?: Word;
}

const once = (index: number) => [10_000, index] as const;

const habits: readonly Habit[] = [
  {
    category: 'Food/Groceries',
    payees: ['sample.supermarket', 'sample.grocer'],
    account: 'bank',
    cents: [1450, 4200],
    weekdays: [2, 4],
    odds: 0.8,
  },
  {
    category: 'Food/Groceries',
    payees: ['sample.supermarket'],
    account: 'bank',
    cents: [4400, 9200],
    weekdays: [6],
    odds: 0.94,
    shared: { category: 'Everyday/Household goods', percent: 22, odds: 0.4 },
  },
  {
    category: 'Food/Groceries',
    payees: ['sample.bakery'],
    account: 'cash',
    cents: [320, 1150],
    weekdays: [7],
    odds: 0.7,
  },
  {
    category: 'Food/Coffee and snacks',
    payees: ['sample.cafe', 'sample.kiosk'],
    account: 'cash',
    cents: [240, 690],
    weekdays: [1, 3, 5],
    odds: 0.45,
  },
  {
    category: 'Food/Eating out',
    payees: ['sample.trattoria', 'sample.noodles'],
    account: 'card',
    cents: [2300, 6200],
    weekdays: [5, 6],
    odds: 0.3,
  },
  {
    category: 'Getting around/Fuel',
    payees: ['sample.fuel'],
    account: 'card',
    cents: [4600, 7100],
    every: [17, 4],
  },
  {
    category: 'Getting around/Taxi',
    payees: ['sample.taxi'],
    account: 'cash',
    cents: [1100, 2400],
    odds: 0.012,
  },
  {
    category: 'Getting around/Bicycle',
    payees: ['sample.bicycles'],
    account: 'card',
    cents: [2900, 6400],
    every: [150, 40],
  },
  {
    category: 'Everyday/Clothes',
    payees: ['sample.clothes', 'sample.shoes'],
    account: 'card',
    cents: [2500, 9500],
    weekdays: [6],
    odds: 0.24,
  },
  {
    category: 'Everyday/Household goods',
    payees: ['sample.drugstore'],
    account: 'bank',
    cents: [690, 2300],
    odds: 0.05,
  },
  {
    category: 'Everyday/Hairdresser',
    payees: ['sample.hairdresser'],
    account: 'cash',
    cents: [2800, 5200],
    every: [42, 9],
  },
  {
    category: 'Health/Doctor',
    payees: ['sample.dentist'],
    account: 'bank',
    cents: [3500, 8800],
    every: [160, 70],
  },
  {
    category: 'Health/Pharmacy',
    payees: ['sample.pharmacy'],
    account: 'cash',
    cents: [490, 2400],
    odds: 0.035,
  },
  {
    category: 'Free time/Books and films',
    payees: ['sample.bookshop', 'sample.cinema'],
    account: 'card',
    cents: [900, 2700],
    odds: 0.05,
  },
  {
    category: 'Free time/Hobbies',
    payees: ['sample.garden'],
    account: 'bank',
    cents: [1200, 4800],
    odds: 0.03,
  },
  {
    category: 'Family/Children',
    payees: ['sample.toys', 'sample.schoolTrip'],
    account: 'bank',
    cents: [900, 4900],
    odds: 0.045,
  },
  {
    category: 'Family/Pets',
    payees: ['sample.petShop'],
    account: 'bank',
    cents: [1800, 3400],
    every: [24, 5],
  },
  {
    category: 'Family/Presents',
    payees: ['sample.bookshop', 'sample.florist'],
    account: 'card',
    cents: [1500, 5500],
    every: [46, 20],
    tags: ['sample.tagBirthday'],
  },
  {
    category: 'Home/Furniture',
    payees: ['sample.furniture'],
    account: 'card',
    cents: [18_900, 18_900],
    every: once(64),
    note: 'sample.noteDesk',
  },
  {
    category: 'Home/Furniture',
    payees: ['sample.furniture'],
    account: 'card',
    cents: [7900, 7900],
    every: once(301),
    note: 'sample.noteLamp',
  },
  {
    category: 'Home/Repairs',
    payees: ['sample.plumber'],
    account: 'bank',
    cents: [14_200, 14_200],
    every: once(133),
    tags: ['sample.tagClaim'],
  },
];

/** Something bought on a day, in euro cents. */
export interface Purchase extends Pick<Habit, 'account' | 'tags' | 'note'> {
  readonly payee: Word;
  readonly parts: readonly { readonly category: StarterCategory; readonly cents: number }[];
}

/**
 * What is bought on a day, always the same for the same day and its place in the year.
 *
 * @param index number of the day, from 0
 */
export function purchasesOf(day: Day, index: number): Purchase[] {
  const weekday = new Date(day).getUTCDay() || 7;
  return habits.flatMap((habit, nth) => {
    const {
      payees,
      account,
      category,
      cents,
      weekdays,
      odds = 1,
      every: [days, from] = [1, 0],
      shared,
    } = habit;
    const of = `${day} ${nth}`;
    if (weekdays && !weekdays.includes(weekday)) return [];
    if (index < from || (index - from) % days !== 0 || chance(of) >= odds) return [];
    const whole = between(...cents, `${of} cents`);
    const part =
      shared && chance(`${of} shared`) < shared.odds ? Math.round((whole * shared.percent) / 100) : 0;
    const payee = payees[between(0, payees.length - 1, `${of} payee`)] ?? 'sample.supermarket';
    const { tags, note } = habit;
    const parts = [
      { category, cents: whole - part },
      ...(shared && part > 0 ? [{ category: shared.category, cents: part }] : []),
    ];
    return [{ payee, account, parts, ...(tags && { tags }), ...(note && { note }) }];
  });
}
