import { randomUUID } from 'node:crypto';
import { type Answer, Visitor } from './visitor.ts';

/** A person who signed up, with a book and an account in it. */
export interface Household {
  readonly person: Visitor;
  readonly email: string;
  /** Path of the page that lists what was spent; it holds every payee. */
  readonly list: string;
  /** Signs in at another browser. */
  signIn(): Promise<Visitor>;
  /** Writes down what was spent. */
  spend(payee: string, amount: string): Promise<void>;
}

/** Signs up at a deployed app, as people do. */
export async function household(origin: string): Promise<Household> {
  const person = new Visitor(origin);
  const known = { email: `ada-${randomUUID()}@example.org`, password: randomUUID() };
  await person.get('/sign-up');
  const signedUp = await person.post('/sign-up', {
    ...known,
    name: 'Ada',
    currency: 'EUR',
    timeZone: 'Europe/Berlin',
  });
  requireStatus(signedUp, 303);
  const book = String(signedUp.headers.location);

  await person.get(`${book}/accounts/new`);
  const opened = await person.post(`${book}/accounts`, {
    key: randomUUID(),
    name: 'Bank',
    kind: 'bank',
    currency: 'EUR',
    openedOn: '2025-01-01',
    opening: '1000',
    direction: 'have',
  });
  requireStatus(opened, 303);

  return {
    person,
    email: known.email,
    list: `${book}/transactions`,
    async signIn() {
      const other = new Visitor(origin);
      await other.get('/sign-in');
      requireStatus(await other.post('/sign-in', known), 303);
      return other;
    },
    async spend(payee, amount) {
      const read = await person.get('/api/data');
      requireStatus(read, 200);
      const { data } = JSON.parse(read.body) as { data: Array<{ postings: Array<{ account?: string }> }> };
      const account = data.flatMap(({ postings }) => postings).find((posting) => posting.account)?.account;
      const spent = { bookedOn: '2025-11-21', amount: `-${amount}`, account, payee };
      const headers = {
        'x-csrf-token': String(read.headers['x-csrf-token']),
        'idempotency-key': randomUUID(),
      };
      requireStatus(await person.postJson('/api/data', spent, headers), 201);
    },
  };
}

function requireStatus({ status, body }: Answer, expected: number): void {
  if (status !== expected) throw new Error(`answered with ${status} instead of ${expected}: ${body}`);
}
