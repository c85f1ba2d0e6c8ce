import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type { Sql } from '../database/connect.ts';
import { asksForProblems, sendProblem } from '../web/problem.ts';
import { askWithForm } from './kept-forms.ts';
import type { KnownBook } from './postgres.ts';
import { RefusedError } from './refused-error.ts';
import { idleSeconds, sessionHash } from './session-store.ts';

export type Theme = 'system' | 'light' | 'dark';
export const roles = ['viewer', 'editor', 'owner'] as const;
export type Role = (typeof roles)[number];

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
  /** Id of the book that they start with; null while they have none. */
  readonly home: string | null;
  /** Hash of the token of the session that asks. */
  readonly session: Buffer;
}

/** The book in the address, when the person is a member of it. */
export interface Book extends KnownBook {
  readonly name: string;
  readonly currency: string;
  /** IANA name; it decides which day it is in the book. */
  readonly timeZone: string;
  /** The day of the calendar's month, 1 to 28, on which the book's begins. */
  readonly monthStart: number;
  /** The day of the week, 1 for Monday to 7 for Sunday, on which the book's begins. */
  readonly weekStart: number;
  readonly role: Role;
}

declare module 'fastify' {
  interface FastifyRequest {
    person: Person | null;
    book: Book | null;
  }
  interface FastifyContextConfig {
    /** A page that is a form for those who may change the book, and nothing else. */
    forEditors?: boolean;
  }
}

/** An answer that is the same for what is absent and for what belongs to somebody else. */
export class NotFoundError extends RefusedError {
  readonly statusCode = 404;
}

/** Something that a member with another role may do. */
class RoleError extends RefusedError {
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
  if (asksForProblems(request.url))
    return sendProblem(reply, 401, 'Sign in first: this address needs a session.');
  if (request.method === 'POST') return askWithForm(request, reply);
  return reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303);
}

/** The person of a route inside the signed-in scope, where there always is one. */
export function signedInPerson({ person, routeOptions }: FastifyRequest): Person {
  if (!person) throw new Error(`${routeOptions.url} is not registered inside the signed-in scope`);
  return person;
}

/** Lets an owner of the book through. */
export async function requireOwner(request: FastifyRequest) {
  if (request.book?.role !== 'owner') throw new RoleError('Only an owner of this book may do that.');
}

/** For addresses without a book in them: the one that `?book=` names, or else the person's home. */
export async function chooseBook(request: FastifyRequest) {
  const { book } = request.query as { book?: unknown };
  if (book !== undefined && !isUuid(book)) throw new NotFoundError('There is no such book.');
  const { person } = request;
  const wanted = book ?? person?.home;
  if (!person || !wanted) return;
  const found = await whoAndWhere(request.server.database.sql, person.session, wanted);
  request.book = found?.book ?? null;
}

/** Lets members of the book through, and viewers only to look: not at a form that they could not send. */
export async function requireBook(request: FastifyRequest) {
  if (!request.book) throw new NotFoundError('There is no such book.');
  const looks = request.method === 'GET' || request.method === 'HEAD';
  const changes = !looks || request.routeOptions.config.forEditors === true;
  if (changes && request.book.role === 'viewer')
    throw new RoleError('You may look at this book, but not change it. Ask its owner to make you an editor.');
}

function isUuid(text: unknown): text is string {
  return typeof text === 'string' && /^[\da-f]{8}-([\da-f]{4}-){3}[\da-f]{12}$/i.test(text);
}

interface Row extends Omit<Person, 'session'> {
  readonly quiet: boolean;
  readonly bookId: string | null;
  readonly bookName: string;
  readonly bookCurrency: string;
  readonly bookTimeZone: string;
  readonly bookMonthStart: number;
  readonly bookWeekStart: number;
  readonly role: Role;
  readonly bookVersion: bigint;
}

/** One statement, which is also what makes a sign-out final. */
async function whoAndWhere(sql: Sql, session: Buffer, bookId: string | undefined) {
  const book = isUuid(bookId) ? bookId : null;
  const [row] = await sql<Row[]>`
    select id, email, name, currency, locale, time_zone as "timeZone", date_format as "dateFormat", theme,
      home_book as home, quiet, book_id as "bookId", book_name as "bookName", book_currency as "bookCurrency",
      book_time_zone as "bookTimeZone", book_month_start as "bookMonthStart", book_week_start as "bookWeekStart",
      book_version as "bookVersion", role
    from find_session(${session}, ${book})`;
  if (!row) return undefined;
  const {
    quiet,
    bookId: id,
    bookName: name,
    bookCurrency: currency,
    bookTimeZone: timeZone,
    bookMonthStart: monthStart,
    bookWeekStart: weekStart,
    bookVersion: version,
    role,
    ...person
  } = row;
  if (quiet) await sql`select keep_session_alive(${session}, ${idleSeconds} * interval '1 second')`;
  return {
    person: { ...person, session },
    book:
      id === null ? null : { id, session, name, currency, timeZone, monthStart, weekStart, role, version },
  };
}
