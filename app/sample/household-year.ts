import { type Day, dayAfter } from '../calendar.ts';
import { dueDays } from '../schedules/recurrence.ts';
import { type Purchase, purchasesOf } from './habits.ts';
import type {
  AccountName,
  SampleAccount,
  SampleEntry,
  SampleHousehold,
  SampleMove,
  SampleOutlay,
  SampleSchedule,
  StarterCategory,
  Word,
} from './household-types.ts';
import { priceIn } from './price-level-by-currency.ts';
import { type Recurring, recurringFrom } from './recurring.ts';
import { between, chance } from './seeded-chance.ts';
import { currencyOfTrip, onTrip, trip } from './trip-days-and-prices.ts';

/** Number of days of the sample. */
export const SAMPLE_DAYS = 365;

/**
 * A year of a household of two adults and a child, up to a day. The same day and currency give the same rows; no account
 * that cannot owe anything is ever below zero.
 */
export function householdYear({
  today,
  currency,
}: {
  readonly today: Day;
  readonly currency: string;
}): SampleHousehold {
  const start = dayAfter(today, 1 - SAMPLE_DAYS);
  const recurring = recurringFrom(start);
  const abroad = currencyOfTrip(currency);
  const account = (name: AccountName, word: Word, kind: SampleAccount['kind'], own = currency) => ({
    ...{ name, word, kind, currency: own, openedOn: start },
  });
  const due = Map.groupBy(
    recurring.flatMap((one) =>
      dueDays(one.recurrence, { first: start, next: dayAfter(today) }).map((day) => ({ ...one, day })),
    ),
    ({ day }) => day,
  );
  const year = openYear(start, currency, abroad);
  for (let index = 0; index < SAMPLE_DAYS; index += 1) {
    const day = dayAfter(start, index);
    for (const one of due.get(day) ?? []) year.pay(entryOf(one, day, currency));
    year.settleCard(day);
    const isAway = index >= trip.first && index <= trip.last;
    if (isAway) year.travel(day, index);
    else for (const purchase of purchasesOf(day, index)) year.buy(day, purchase, day > dayAfter(today, -3));
    if (index === trip.booked) year.bookTrip(day);
    if (index === trip.first - 1) year.changeMoney(day);
    year.takeBack(day);
  }
  return {
    accounts: [
      account('bank', 'sample.bank', 'bank'),
      account('savings', 'sample.savings', 'savings'),
      account('cash', 'sample.cash', 'cash'),
      account('card', 'sample.card', 'card'),
      account('travel', 'sample.travelMoney', 'cash', abroad),
    ],
    entries: year.entries,
    schedules: recurring.flatMap((one) => scheduleOf(one, currency)),
    rules: [
      { payee: 'sample.supermarket', category: 'Food/Groceries' },
      { payee: 'sample.fuel', category: 'Getting around/Fuel' },
      { payee: 'sample.streaming', category: 'Free time/Subscriptions' },
    ],
  };
}

/** Writes the year down entry by entry, and knows what each account holds by then. */
function openYear(start: Day, currency: string, abroad: string) {
  const entries: SampleEntry[] = [];
  const holds: Record<AccountName, bigint> = { bank: 0n, savings: 0n, cash: 0n, card: 0n, travel: 0n };
  const price = (cents: number) => priceIn(currency, cents);
  /** What the card owed at the end of the last month. */
  let owed = 0n;
  let refund: { readonly on: Day; readonly entry: SampleOutlay } | undefined;
  let hasRefunded = false;

  function add(entry: SampleEntry): void {
    entries.push(entry);
    if (entry.kind === 'moved') {
      holds[entry.from] -= entry.amount;
      holds[entry.to] += entry.arrives;
    } else if (entry.kind === 'opening') holds[entry.account] += entry.amount;
    else holds[entry.account] += entry.kind === 'spent' ? -totalOf(entry) : totalOf(entry);
  }

  function open(account: AccountName, amount: bigint): void {
    add({ kind: 'opening', day: start, account, amount });
  }

  /** Adds what somebody pays, after a way to the cash machine where the purse has not enough. */
  function pay(entry: SampleOutlay | SampleMove): void {
    if (entry.kind === 'spent' && entry.account === 'cash' && holds.cash < totalOf(entry)) {
      const amount = price(12_000);
      add({
        kind: 'moved',
        day: entry.day,
        from: 'bank',
        to: 'cash',
        amount,
        arrives: amount,
        note: 'sample.noteCash',
      });
    }
    add(entry);
  }

  function buy(day: Day, { payee, account, parts, tags, note }: Purchase, isLate: boolean): void {
    const entry: SampleOutlay = {
      ...{ kind: 'spent', day, account, payee },
      parts: parts.map(({ category, cents }) => ({ category, amount: price(cents) })),
      ...(tags && { tags }),
      ...(note && { note }),
      ...(isLate && account === 'card' && { isPending: true }),
    };
    pay(entry);
    const isClothes = parts.some(({ category }) => category === 'Everyday/Clothes');
    if (isClothes && !hasRefunded) refund ??= { on: dayAfter(day, 9), entry };
  }

  /** Brings the first clothes back, which did not fit. */
  function takeBack(day: Day): void {
    if (hasRefunded || refund === undefined || day < refund.on || -holds.card < totalOf(refund.entry)) return;
    hasRefunded = true;
    const { entry } = refund;
    const parts = entry.parts.map(({ category, amount }) => ({ category, amount: -amount }));
    add({ ...entry, day, parts, note: 'sample.noteRefund' });
  }

  function settleCard(day: Day): void {
    if (day.endsWith('-01')) owed = -holds.card;
    if (!day.endsWith('-05') || owed <= 0n) return;
    const amount = owed < -holds.card ? owed : -holds.card; // less where money came back since
    add({ kind: 'moved', day, from: 'bank', to: 'card', amount, arrives: amount, note: 'sample.noteCard' });
    owed = 0n;
  }

  function bookTrip(day: Day): void {
    const parts = [{ category: 'Free time/Holidays', amount: price(31_200) }] as const;
    pay({ kind: 'spent', day, account: 'card', payee: 'sample.flights', parts, tags: ['sample.tagTrip'] });
  }

  function changeMoney(day: Day): void {
    const amount = price(36_000);
    const arrives = priceIn(abroad, 36_000);
    add({
      kind: 'moved',
      day,
      from: 'bank',
      to: 'travel',
      amount,
      arrives,
      tags: ['sample.tagTrip'],
      note: 'sample.noteExchange',
    });
  }

  function travel(day: Day, index: number): void {
    const tags = ['sample.tagTrip'] as const;
    for (const { payee, category, cents, odds } of onTrip) {
      const of = `${day} ${payee}`;
      const amount = priceIn(abroad, between(...cents, `${of} cents`));
      if (chance(of) >= odds || amount > holds.travel) continue;
      pay({ kind: 'spent', day, account: 'travel', payee, parts: [{ category, amount }], tags });
    }
    if (index !== trip.last) return;
    const parts = [{ category: 'Free time/Holidays', amount: price(48_600) }] as const;
    pay({ kind: 'spent', day, account: 'card', payee: 'sample.hotel', parts, tags });
  }

  open('bank', price(394_035));
  open('savings', price(680_000));
  open('cash', price(6420));
  open('card', -price(23_160));
  return { entries, pay, buy, takeBack, settleCard, bookTrip, changeMoney, travel };
}

function totalOf({ parts }: SampleOutlay): bigint {
  return parts.reduce((sum, { amount }) => sum + amount, 0n);
}

/** What a recurring thing is on a day. */
function entryOf(one: Recurring, day: Day, currency: string): SampleOutlay | SampleMove {
  const { payee, account, into, cents, differs = 0 } = one;
  const now = differs === 0 ? 0 : between(-differs, differs, `${day} ${payee}`);
  return shapeOf(into, account, day, priceIn(currency, cents + now), payee);
}

function scheduleOf(one: Recurring, currency: string): SampleSchedule[] {
  const { payee, account, into, cents, recurrence, schedule } = one;
  if (schedule === undefined) return [];
  const entry = shapeOf(into, account, recurrence.first, priceIn(currency, cents), payee);
  return [{ entry, recurrence, amount: schedule }];
}

function shapeOf(
  into: Recurring['into'],
  account: AccountName,
  day: Day,
  amount: bigint,
  payee: Word | undefined,
): SampleOutlay | SampleMove {
  if ('to' in into) return { kind: 'moved', day, from: account, to: into.to, amount, arrives: amount };
  const parts: readonly { category: StarterCategory; amount: bigint }[] = [
    { category: into.category, amount },
  ];
  return { kind: into.kind, day, account, ...(payee && { payee }), parts };
}
