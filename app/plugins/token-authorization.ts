import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerToken } from '../make-and-parse-personal-token.ts';
import { tokenHash } from '../secret-token.ts';
import { sendProblem } from '../web/problem-json.ts';
import { say } from '../words/say.ts';
import type { BookToImport } from './opened-book-types.ts';
import { isUuid, NotFoundError, type Role, RoleError } from './person-and-book-authorization.ts';

/** Whoever imports with a personal token, and into which book. */
export interface Importer {
  /** Id of the person. */
  readonly person: string;
  readonly book: BookToImport;
  /** IANA name; decides which day it is in the book. */
  readonly timeZone: string;
  /** Of the book. */
  readonly currency: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on routes for programs that hold a personal token; undefined on all others. */
    importer?: Importer | null;
  }
}

/**
 * Opens the routes of a scope to personal tokens and to nothing else: no session counts there. The book is the one that
 * `?book=` names, or else the person's home book.
 */
export function requireToken(app: FastifyInstance): void {
  app.decorateRequest('importer', null);
  app.addHook('onRequest', async (request, reply) => {
    const token = bearerToken(request.headers.authorization);
    const found = token && (await findToken(request, tokenHash(token)));
    if (!found) return askForToken(reply);
    const { id, person, locale, role, timeZone, currency, hash } = found;
    request.requestContext.set('locale', locale);
    if (id === null) throw new NotFoundError(say('common.noSuchBook'));
    if (role === 'viewer') throw new RoleError(say('errors.editorsOnly'));
    request.importer = { person, book: { id, token: hash }, timeZone, currency };
  });
}

function askForToken(reply: FastifyReply) {
  reply.header('www-authenticate', 'Bearer');
  return sendProblem(reply, 401, say('errors.tokenFirst'));
}

interface Row {
  readonly person: string;
  readonly locale: string;
  readonly quiet: boolean;
  /** Id of the book; null when the person is no member of the one that was asked for. */
  readonly id: string | null;
  readonly timeZone: string;
  readonly currency: string;
  readonly role: Role;
}

async function findToken({ query, server }: FastifyRequest, hash: Buffer) {
  const { sql } = server.database;
  const { book } = query as { book?: unknown };
  if (book !== undefined && !isUuid(book)) throw new NotFoundError(say('common.noSuchBook'));
  const [row] = await sql<Row[]>`
    select id as person, locale, quiet, book_id as id, book_time_zone as "timeZone",
      book_currency as currency, role
    from find_token(${hash}, ${book ?? null})`;
  if (!row) return undefined;
  if (row.quiet) await sql`select note_token_use(${hash})`;
  return { ...row, hash };
}
