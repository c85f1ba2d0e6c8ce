import { randomUUID } from 'node:crypto';
import { type Answer, Visitor } from './http-client-with-cookies.ts';

/** A person who signed up, with a book and an account in it. */
export interface Household {
  readonly person: Visitor;
  readonly email: string;
  /** Path of the page of transactions, which shows every payee. */
  readonly list: string;
  /** Signs in with another browser, at another address of the app if one is given. */
  signIn(at?: string | Visitor): Promise<Visitor>;
  /**
   * Opens the form for a new transaction and fills it in.
   *
   * @returns a function that sends it, and resolves to how often: a form that comes back unsaved, because another release
   *   reads a field in another way, is opened and sent again
   */
  fillIn(payee: string, amount: string): Promise<() => Promise<number>>;
  /** Records an expense by the API. */
  spend(payee: string, amount: string): Promise<void>;
}

/** Attempts to send a form that comes back unsaved each time. */
const MOST_SENT = 5;

/**
 * Signs a new person up at a deployed app, by its forms, and opens an account with 1000 on it.
 *
 * @param at origin of the app, or a browser there
 * @param signUp path of the sign-up page, with the query of an invitation where one is needed
 */
export async function household(at: string | Visitor, signUp = '/sign-up'): Promise<Household> {
  const person = typeof at === 'string' ? new Visitor(at) : at;
  const known = { email: `ada-${randomUUID()}@example.org`, password: randomUUID() };
  const somebody = { ...known, name: 'Ada', currency: 'EUR', timeZone: 'Europe/Berlin' };
  const signedUp = await (await person.fill(signUp, '/sign-up', somebody))();
  requireStatus(signedUp, 303);
  const book = String(signedUp.headers.location);

  const bank = { name: 'Bank', kind: 'bank', openedOn: '2025-01-01', opening: '1000', direction: 'have' };
  const open = await person.fill(`${book}/accounts/new`, `${book}/accounts`, bank);
  requireStatus(await open(), 303);

  const list = `${book}/transactions`;
  return {
    person,
    email: known.email,
    list,
    async signIn(where = at) {
      const other = typeof where === 'string' ? new Visitor(where) : where.fresh();
      requireStatus(await (await other.fill('/sign-in', '/sign-in', known))(), 303);
      return other;
    },
    async fillIn(payee, amount) {
      const open = () => person.fill(`${list}/new`, list, { payee, amount });
      let send = await open();
      return async () => {
        for (let sent = 1; ; sent++) {
          const answer = await send();
          if (answer.status !== 422 || sent === MOST_SENT) {
            requireStatus(answer, 303);
            const { location } = answer.headers;
            if (!location?.startsWith(book)) throw new Error(`not saved: answered with 303 to ${location}`);
            return sent;
          }
          send = await open();
        }
      };
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
