import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from '../../bank-files/statement.ts';
import type { DraftSummary, StatementSummary } from '../../imports/draft-summary.ts';
import { findImport, type ImportEntry } from '../../imports/import-history.ts';
import { findDraft, keepDraft, UNREAD } from '../../imports/keep-uploaded-files-and-choices.ts';
import { fileJobState, putFileJob } from '../../imports/request-and-cancel-worker-jobs.ts';
import { limits } from '../../plugins/rate-limit.ts';
import type { Importer } from '../../plugins/token-authorization.ts';
import { ProblemError } from '../../web/api-problem-error.ts';
import { say } from '../../words/say.ts';
import type { ApiQuery } from './api-query.ts';
import { problemWords } from './import-problem-words.ts';
import { failureWords } from './progress-page.ts';

/** A file that is too large to be read in its request. */
export interface LargeFile {
  readonly bytes: Uint8Array;
  readonly query: ApiQuery;
  /** Of the request: the same key again has the same answer. */
  readonly key: string;
  readonly fingerprint: string;
}

/** Leaves a large file to a worker: 202, and where to ask how far it is. */
export async function leaveToWorker(
  { database }: FastifyInstance,
  { book, person }: Importer,
  { bytes, query, key, fingerprint }: LargeFile,
  reply: FastifyReply,
) {
  const { accounts, similar, currency, dryRun } = query;
  const options = query.options as Readonly<Record<string, Answer>>;
  const choices = { options, accounts, similar, makesAccounts: false, ...(currency && { currency }) };
  const file = { name: say('imports.byProgram'), bytes, fingerprint: UNREAD };
  const id = await database.write({ book, key, fingerprint }, async (sql) => {
    const draft = await keepDraft(sql, book.id, person, file, choices);
    await putFileJob(sql, dryRun ? 'read-file' : 'import-file', draft);
    return draft;
  });
  return reply
    .code(202)
    .header('location', `/api/v1/imports/${id}`)
    .send({ import: id, state: 'waiting', done: 0, total: 0 });
}

/**
 * Says how far a file is that was left to a worker, at `GET /api/v1/imports/:importId`. `state` is `waiting`, `reading`,
 * `importing`, `done`, `failed` (`why` says it), or `ready` where it was read and nothing went in: after a dry run, or
 * because a statement asks, is refused, or has no new row. `statements` have what `POST` answers, with `counts` instead of rows.
 */
export function largeFilesApi(app: FastifyInstance): void {
  const { database } = app;
  app.get<{ Params: { importId: string } }>(
    '/:importId',
    { config: { rateLimit: limits.api } },
    async (request: FastifyRequest<{ Params: { importId: string } }>, reply) => {
      const { importer } = request;
      if (!importer) throw new Error(`${request.routeOptions.url} is not registered where tokens open it`);
      const { book, person } = importer;
      const { importId } = request.params;
      const [draft, job, entry] = await database.read(book, (sql) =>
        Promise.all([
          findDraft(sql, book.id, person, importId),
          fileJobState(sql, importId),
          findImport(sql, book.id, importId),
        ]),
      );
      reply.type('application/json; charset=utf-8');
      if (entry) return { import: entry.id, state: 'done', ...ofEntry(entry) };
      if (!draft) throw new ProblemError(404, say('imports.unknown'));
      if (job?.hasFailed) return { import: draft.id, state: 'failed', why: failureWords(job) };
      if (job) {
        const state = job.attempts === 0 ? 'waiting' : job.kind === 'read-file' ? 'reading' : 'importing';
        return { import: draft.id, state, done: job.done, total: job.total };
      }
      if (!draft.found) return { import: draft.id, state: 'failed', why: say('imports.notReadYet') };
      return { import: draft.id, state: 'ready', added: 0, statements: ofFound(draft.found) };
    },
  );
}

function ofEntry({ statements }: ImportEntry) {
  return {
    added: statements.reduce((sum, { added }) => sum + added, 0),
    statements: statements.map(({ account, added, known, similar, deleted }) => ({
      ...{ status: 'import', account, questions: [], problems: [] },
      counts: { new: added, known, similar, deleted },
    })),
  };
}

function ofFound({ statements, problems }: DraftSummary) {
  return statements.map((statement, index) => {
    const own = problems.filter((one) => one.statement === index && one.why !== 'not ready');
    const { account, questions, preview } = statement;
    const told = own.map((one) => ({ line: null, column: null, message: problemWords(one) }));
    return {
      status: statusOf(statement, own),
      ...{ account, questions, problems: [...statement.problems, ...told], counts: preview.counts },
    };
  });
}

function statusOf({ status }: StatementSummary, own: DraftSummary['problems']): string {
  if (own.length === 0) return status;
  return own.every(({ why }) => why === 'no account') ? 'ask' : 'refuse';
}
