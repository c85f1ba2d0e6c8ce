import { type Day, dayAfter } from '../calendar.ts';
import type { Recurrence } from '../schedules/recurrence.ts';
import type { AccountName, StarterCategory, Word } from './household-types.ts';

/** What comes again: income, bills and savings. */
export interface Recurring {
  readonly payee?: Word;
  readonly account: AccountName;
  /** Category of what is spent or received, or the account that a move goes to. */
  readonly into:
    | { readonly kind: 'spent' | 'received'; readonly category: StarterCategory }
    | { readonly to: AccountName };
  /** Euro cents, and by how many they differ from time to time. */
  readonly cents: number;
  readonly differs?: number;
  readonly recurrence: Recurrence;
  /** As a schedule: with a fixed or a usual amount. @default it is none, so that the app proposes one */
  readonly schedule?: 'fixed' | 'usual';
}

const spent = (category: StarterCategory) => ({ kind: 'spent', category }) as const;
const received = (category: StarterCategory) => ({ kind: 'received', category }) as const;

/** What comes again in a household from a day on. */
export function recurringFrom(start: Day): Recurring[] {
  const monthly = (date: string): Recurrence => ({
    first: `${start.slice(0, 7)}-${date}`,
    ...{ unit: 'month', every: 1, on: 'same day' },
  });
  const after = (days: number, unit: 'month' | 'year', every: number): Recurrence => ({
    first: dayAfter(start, days),
    ...{ unit, every, on: 'same day' },
  });
  const quarterly = (days: number) => after(days, 'month', 3);
  const yearly = (days: number) => after(days, 'year', 1);
  return [
    {
      payee: 'sample.employer',
      account: 'bank',
      into: received('Work/Salary'),
      cents: 318_000,
      recurrence: { ...monthly('01'), on: 'last working day' },
      schedule: 'fixed',
    },
    {
      payee: 'sample.landlord',
      account: 'bank',
      into: spent('Home/Rent or mortgage'),
      cents: 114_000,
      recurrence: monthly('01'),
      schedule: 'fixed',
    },
    { account: 'bank', into: { to: 'savings' }, cents: 50_000, recurrence: monthly('02'), schedule: 'fixed' },
    {
      payee: 'sample.gym',
      account: 'bank',
      into: spent('Health/Sport'),
      cents: 2900,
      recurrence: monthly('03'),
    },
    {
      payee: 'sample.internet',
      account: 'bank',
      into: spent('Home/Internet and phone'),
      cents: 3990,
      recurrence: monthly('06'),
      schedule: 'fixed',
    },
    {
      payee: 'sample.streaming',
      account: 'card',
      into: spent('Free time/Subscriptions'),
      cents: 1299,
      recurrence: monthly('08'),
      schedule: 'fixed',
    },
    {
      payee: 'sample.familyOffice',
      account: 'bank',
      into: received('Benefits and refunds/Child benefit'),
      cents: 25_500,
      recurrence: monthly('10'),
    },
    {
      payee: 'sample.transport',
      account: 'bank',
      into: spent('Getting around/Public transport'),
      cents: 4900,
      recurrence: monthly('25'),
    },
    {
      payee: 'sample.power',
      account: 'bank',
      into: spent('Home/Electricity and heating'),
      cents: 18_600,
      differs: 3200,
      recurrence: quarterly(14),
      schedule: 'usual',
    },
    {
      payee: 'sample.water',
      account: 'bank',
      into: spent('Home/Water'),
      cents: 7400,
      differs: 900,
      recurrence: quarterly(35),
      schedule: 'usual',
    },
    {
      payee: 'sample.ownBank',
      account: 'bank',
      into: spent('Money matters/Bank fees'),
      cents: 590,
      recurrence: quarterly(61),
    },
    {
      payee: 'sample.ownBank',
      account: 'savings',
      into: received('Returns/Interest'),
      cents: 2140,
      differs: 300,
      recurrence: quarterly(62),
    },
    {
      payee: 'sample.insurer',
      account: 'bank',
      into: spent('Money matters/Insurance'),
      cents: 26_840,
      recurrence: yearly(19),
      schedule: 'fixed',
    },
    {
      payee: 'sample.insurer',
      account: 'bank',
      into: spent('Getting around/Car'),
      cents: 41_250,
      recurrence: yearly(110),
      schedule: 'fixed',
    },
    {
      payee: 'sample.garage',
      account: 'card',
      into: spent('Getting around/Car'),
      cents: 23_600,
      recurrence: yearly(176),
    },
    {
      payee: 'sample.taxOffice',
      account: 'bank',
      into: spent('Money matters/Taxes'),
      cents: 11_800,
      recurrence: yearly(84),
    },
    {
      payee: 'sample.taxOffice',
      account: 'bank',
      into: received('Benefits and refunds/Tax refund'),
      cents: 31_270,
      recurrence: yearly(258),
    },
    {
      payee: 'sample.employer',
      account: 'bank',
      into: received('Work/Bonus'),
      cents: 90_000,
      recurrence: yearly(196),
    },
    {
      payee: 'sample.client',
      account: 'bank',
      into: received('Work/Freelance'),
      cents: 24_000,
      recurrence: after(48, 'month', 5),
    },
    {
      payee: 'sample.fund',
      account: 'savings',
      into: received('Returns/Dividends'),
      cents: 4210,
      recurrence: yearly(165),
    },
    {
      payee: 'sample.grandparents',
      account: 'cash',
      into: received('Presents'),
      cents: 10_000,
      recurrence: yearly(150),
    },
  ];
}
