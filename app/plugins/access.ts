import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type { Sql } from '../database/connect.ts';
import { idleSeconds, sessionHash } from './session-store.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Role = 'owner' | 'editor' | 'viewer';

/** Who is signed in. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly dateFormat: string;
  readonly theme: Theme;
}

/** The book in the address, when the person is a member of it. */
export interface Book {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly role: Role;
  /** What it was when the request came: whoever reads the book must see at least this much. */
  readonly version: bigint;
}

declare module 'fastify' {
  interface FastifyRequest {
    person: Person | null;
    book: Book | null;
  }
}

/** An answer that is the same for what is absent and for what belongs to somebody else. */
export class NotFoundError extends Error {
  readonly statusCode = 404;
}

/** Something that a member with another role may do. */
export class RoleError extends Error {
  readonly statusCode = 403;
}

/** Finds out who asks, and in which of their books; open pages show it, the two checks below rely on it. */
export const accessPlugin = plugin(
  async (app) => {
    app.decorateRequest('person', null);
    app.decorateRequest('book', null);
    app.addHook('onRequest', async (request) => {
      const { personId, sessionId } = request.session;
      if (!personId) return;
      const { bookId } = request.params as { bookId?: string };
      const found = await whoAndWhere(app.database.sql, sessionHash(sessionId), bookId);
      if (!found) return request.session.regenerate(); // ended elsewhere: forget the copy and the cookie
      request.person = found.person;
      request.book = found.book;
    });
  },
  { name: 'access', dependencies: ['postgres', 'session'] },
);

/** Lets signed-in people through; shows others the way, or tells a program. */
export async function requirePerson(request: FastifyRequest, reply: FastifyReply) {
  if (request.person) return;
  if (request.url.startsWith('/api/')) {
    return reply.code(401).send({ error: 'Sign in first: this address needs a session.' });
  }
  const next = request.method === 'GET' ? `?next=${encodeURIComponent(request.url)}` : '';
  return reply.redirect(`/sign-in${next}`, 303);
}

/** Lets the book's owner through: `{ onRequest: requireOwner }` on a route of the book. */
export async function requireOwner(request: FastifyRequest) {
  if (request.book?.role !== 'owner') throw new RoleError('Only the owner of this book may do that.');
}

/** For addresses without a book in them: the one that `?book=` names, or else the person's oldest. */
export async function chooseBook(request: FastifyRequest) {
  const { book } = request.query as { book?: unknown };
  if (book !== undefined && !isUuid(book)) throw new NotFoundError('There is no such book.');
  if (request.person)
    request.book = await bookOf(request.server.database.sql, request.person.id, book ?? null);
}

/** Lets members of the book through, and viewers only to look. */
export async function requireBook(request: FastifyRequest) {
  if (!request.book) throw new NotFoundError('There is no such book.');
  const changes = request.method !== 'GET' && request.method !== 'HEAD';
  if (changes && request.book.role === 'viewer')
    throw new RoleError('You may look at this book, but not change it. Ask its owner to make you an editor.');
}

/** A person's book, or the oldest of theirs; null when they have none such. */
export async function bookOf(sql: Sql, person: string, book: string | null): Promise<Book | null> {
  const [row] = await sql<Book[]>`
    select id, name, currency, role, version from member join book on book.id = member.book_id
    where person_id = ${person} and (${book}::uuid is null or book.id = ${book})
    order by book.id limit 1`;
  return row ?? null;
}

function isUuid(text: unknown): text is string {
  return typeof text === 'string' && /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i.test(text);
}

interface Row extends Person {
  readonly quiet: boolean;
  readonly bookId: string | null;
  readonly bookName: string;
  readonly bookCurrency: string;
  readonly role: Role;
  readonly bookVersion: bigint;
}

/** One statement, which is also what makes a sign-out final. A session ends after a day even when it is used (ASVS 7.3.2). */
async function whoAndWhere(sql: Sql, tokenHash: Buffer, bookId: string | undefined) {
  const book = isUuid(bookId) ? bookId : null;
  const [row] = await sql<Row[]>`
    select person.id, email, person.name, person.currency, locale, time_zone as "timeZone",
      date_format as "dateFormat", theme, seen_at < now() - interval '1 minute' as quiet,
      book.id as "bookId", book.name as "bookName", book.currency as "bookCurrency", book.version as "bookVersion", role
    from session
      join person on person.id = session.person_id
      left join member on member.person_id = person.id and member.book_id = ${book}
      left join book on book.id = member.book_id
    where token_hash = ${tokenHash} and expires_at > now() and session.created_at > now() - interval '1 day'`;
  if (!row) return undefined;
  const {
    quiet,
    bookId: id,
    bookName: name,
    bookCurrency: currency,
    bookVersion: version,
    role,
    ...person
  } = row;
  if (quiet) await keepAlive(sql, tokenHash);
  return { person, book: id === null ? null : { id, name, currency, role, version } };
}

/** Once a minute is enough to know who is idle for an hour. */
async function keepAlive(sql: Sql, tokenHash: Buffer): Promise<void> {
  await sql`
    update session set seen_at = now(), expires_at = now() + ${idleSeconds} * interval '1 second'
    where token_hash = ${tokenHash} and seen_at < now() - interval '1 minute'`;
}
