import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';
import type { Sql } from '../database/connect.ts';
import { withoutDone } from '../web/done-notice-and-address.ts';
import { localPath } from '../web/local-path.ts';
import { asksForProblems, sendProblem } from '../web/problem-json.ts';
import { say } from '../words/say.ts';
import { ForbiddenError } from './forbidden-error.ts';
import type { KnownBook } from './opened-book-types.ts';
import { idleSeconds, sessionHash } from './postgres-and-redis-session-store.ts';
import { askWithForm } from './preserve-refused-forms.ts';

export type Theme = 'system' | 'light' | 'dark';
export const roles = ['viewer', 'editor', 'owner'] as const;
export type Role = (typeof roles)[number];

/** The signed-in person. */
export interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly dateFormat: string;
  readonly theme: Theme;
  /** Id of the book they start with; null while they have none. */
  readonly home: string | null;
  /** Hash of the current session's token. */
  readonly session: Buffer;
}

/** The book in the URL, when the person is a member of it. */
export interface Book extends KnownBook {
  readonly name: string;
  readonly currency: string;
  /** IANA name; decides which day it is in the book. */
  readonly timeZone: string;
  /** Day of the calendar month, 1 to 28, on which the book's months begin. */
  readonly monthStart: number;
  /** Day of the week, 1 for Monday to 7 for Sunday, on which the book's weeks begin. */
  readonly weekStart: number;
  readonly role: Role;
  /** True for a book of made-up rows. */
  readonly isSample: boolean;
}

declare module 'fastify' {
  interface FastifyRequest {
    person: Person | null;
    book: Book | null;
  }
  interface FastifyContextConfig {
    /** Marks a page that is only a form for people who may change the book. */
    forEditors?: boolean;
  }
}

/** Same response for what does not exist and for what belongs to somebody else. */
export class NotFoundError extends ForbiddenError {
  readonly statusCode = 404;
}

/** The action needs another role. */
export class RoleError extends ForbiddenError {
  readonly statusCode = 403;
}

/** Resolves the person and the book of a request; open pages show them, the two checks below rely on them. */
export const authorizationPlugin = plugin(
  async (app) => {
    app.decorateRequest('person', null);
    app.decorateRequest('book', null);
    app.addHook('onRequest', async (request) => {
      const { personId, sessionId } = request.session;
      if (!personId) return;
      const { bookId } = request.params as { bookId?: string };
      const found = await whoAndWhere(app.database.sql, sessionHash(sessionId), bookId);
      if (!found) return request.session.regenerate(); // the session was ended elsewhere: drop the copy and the cookie
      request.person = found.person;
      request.requestContext.set('locale', found.person.locale);
      request.book = found.book;
    });
  },
  { name: 'access', dependencies: ['postgres', 'session'] },
);

/** Lets signed-in people through; redirects others to the sign-in, or answers 401 to programs. */
export async function requirePerson(request: FastifyRequest, reply: FastifyReply) {
  if (request.person) return;
  if (asksForProblems(request.url)) return sendProblem(reply, 401, say('errors.signInFirst'));
  if (request.method === 'POST') return askWithForm(request, reply);
  return reply.redirect(`/sign-in?next=${encodeURIComponent(localPath(withoutDone(request.url)))}`, 303);
}

/** The person of a route inside the signed-in scope; never null there. */
export function signedInPerson({ person, routeOptions }: FastifyRequest): Person {
  if (!person) throw new Error(`${routeOptions.url} is not registered inside the signed-in scope`);
  return person;
}

/** Requires the role of owner in the book. */
export async function requireOwner(request: FastifyRequest) {
  if (request.book?.role !== 'owner') throw new RoleError(say('errors.ownersOnly'));
}

/** Chooses the book of a URL without one: the book that `?book=` names, or else the person's home. */
export async function chooseBook(request: FastifyRequest) {
  const { book } = request.query as { book?: unknown };
  if (book !== undefined && !isUuid(book)) throw new NotFoundError(say('common.noSuchBook'));
  const { person } = request;
  const wanted = book ?? person?.home;
  if (!person || !wanted) return;
  const found = await whoAndWhere(request.server.database.sql, person.session, wanted);
  request.book = found?.book ?? null;
}

/** Requires membership of the book; viewers may only read, which excludes pages with a form they could not send. */
export async function requireBook(request: FastifyRequest) {
  if (!request.book) throw new NotFoundError(say('common.noSuchBook'));
  const looks = request.method === 'GET' || request.method === 'HEAD';
  const changes = !looks || request.routeOptions.config.forEditors === true;
  if (changes && request.book.role === 'viewer') throw new RoleError(say('errors.editorsOnly'));
}

export function isUuid(text: unknown): text is string {
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
  readonly bookIsSample: boolean;
  readonly bookVersion: bigint;
}

/** Reads the person and the book in one statement; checking the session on each request also makes a sign-out final. */
async function whoAndWhere(sql: Sql, session: Buffer, bookId: string | undefined) {
  const book = isUuid(bookId) ? bookId : null;
  const [row] = await sql<Row[]>`
    select id, email, name, currency, locale, time_zone as "timeZone", date_format as "dateFormat", theme,
      home_book as home, quiet, book_id as "bookId", book_name as "bookName", book_currency as "bookCurrency",
      book_time_zone as "bookTimeZone", book_month_start as "bookMonthStart", book_week_start as "bookWeekStart",
      book_version as "bookVersion", role, is_sample_book(book_id) as "bookIsSample"
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
    bookIsSample: isSample,
    role,
    ...person
  } = row;
  if (quiet) await sql`select keep_session_alive(${session}, ${idleSeconds} * interval '1 second')`;
  return {
    person: { ...person, session },
    book:
      id === null
        ? null
        : { id, session, name, currency, timeZone, monthStart, weekStart, role, isSample, version },
  };
}
