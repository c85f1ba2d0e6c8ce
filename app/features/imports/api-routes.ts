import { createHash, randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { ImportRequest } from '../../imports/import-request-types.ts';
import { isLargeFile } from '../../imports/keep-uploaded-files-and-choices.ts';
import { type ImportPreview, previewImport } from '../../imports/preview-import.ts';
import { type ReadFile, readForAccounts } from '../../imports/read-file-in-account-currency.ts';
import { recallAccounts } from '../../imports/remembered-answers-and-accounts.ts';
import { runImport } from '../../imports/run-import.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { type Importer, requireToken } from '../../plugins/token-authorization.ts';
import { todayIn } from '../../time-zones.ts';
import { answerProblems } from '../../web/api-error-handler.ts';
import { ProblemError } from '../../web/api-problem-error.ts';
import { idempotencyKey } from '../../web/read-idempotency-key.ts';
import { say } from '../../words/say.ts';
import { importJson, type Outcome, verdictLetters } from './api-import-outcome-as-json.ts';
import { largeFilesApi, leaveToWorker } from './api-large-file-jobs.ts';
import { type ApiQuery, readApiQuery } from './api-query.ts';

/**
 * Imports for programs that hold a personal token, at `POST /api/v1/imports`: the body is the file, of any content type,
 * up to the size of the largest upload (`UPLOAD_MAX_BYTES`).
 *
 *     curl -H "Authorization: Bearer $TOKEN" --data-binary @statement.csv \
 *       "https://…/api/v1/imports?account=ID&dryRun=true"
 *
 * - `account`: id of the account, or for a file with several a JSON object of ids by their names in the file (`null`
 *   leaves one out). What was chosen for a name before counts without it.
 * - `dryRun=true`: says what would happen, and writes nothing.
 * - `similar`: `skip` (default) leaves rows out that look like others, `add` adds them.
 * - Options of the reader under their names (app/bank-files/options.ts), a value may be JSON; or all in `mapping`.
 * - `book`: id of the book. Default: the person's home book.
 * - `currency`: of amounts without their own, where no account says it.
 *
 * 201: rows were imported; 200: none was, each statement says why. The answer is what `npm run read` prints, with a
 * `verdict` for each row, `import` (the id, or null) and `added`. A statement that asks (`ask`), or is wrong (`refuse`),
 * keeps the whole file out. The same file again adds nothing, with or without an `Idempotency-Key`; with the same key the
 * answer is that of the first time. Errors are problems (RFC 9457).
 *
 * 202: the file has more than 2 MiB or 30,000 lines and is left to a worker; `Location` says where to ask how far it is
 * (api-large-file-jobs.ts).
 */
export const importsApi: FastifyPluginAsyncTypebox<{ uploads: { maxBytes: number } }> = async (
  app,
  { uploads },
) => {
  const { database, bankFiles } = app;
  requireToken(app);
  app.setErrorHandler(answerProblems);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: uploads.maxBytes }, (_request, body, done) =>
    done(null, body),
  );

  largeFilesApi(app);
  app.post(
    '/',
    { bodyLimit: uploads.maxBytes, config: { rateLimit: limits.upload } },
    async (request, reply) => {
      const importer = importerOf(request);
      const { book, person } = importer;
      const query = readApiQuery(request.query as Record<string, unknown>);
      const key = idempotencyKey(request) ?? randomUUID();
      const bytes = bytesOf(request.body);
      const sha256 = createHash('sha256').update(bytes).digest();

      if (isLargeFile(bytes)) {
        const asked = { bytes, query, key, fingerprint: digestOf(request.url, sha256) };
        return leaveToWorker(app, importer, asked, reply);
      }
      const { fingerprint } = await bankFiles.glance(bytes);
      const [accounts, recalled] = await database.read(book, (sql) =>
        Promise.all([accountsOf(sql, book.id), recallAccounts(sql, book.id, fingerprint)]),
      );
      const options = {
        ...query.options,
        accountCurrency: query.currency ?? importer.currency,
        today: todayIn(importer.timeZone),
      };
      const known = { accounts, chosen: query.accounts, recalled };
      const file = await readForAccounts(bankFiles, { ...known, bytes, options });
      const asked = requestOf(file, query, sha256);
      const preview = await database.read(book, (sql) => previewImport(sql, book.id, asked));
      const isReady = preview.problems.length === 0 && !query.dryRun;
      const outcome = isReady
        ? await database.write(
            { book, key, fingerprint: digestOf(request.url, sha256) },
            async (sql): Promise<Outcome> => {
              const result = await runImport(sql, book.id, person, asked);
              if (result.status === 'refused') throw new ProblemError(409, say('imports.changedMeanwhile'));
              const isDone = result.status === 'done';
              const added = isDone ? result.added + result.replaced : 0;
              return outcomeOf(result.preview, isDone ? result.import : null, added);
            },
          )
        : outcomeOf(preview);
      request.log.info({ dryRun: query.dryRun, added: outcome.added }, 'file read for a program');
      return reply
        .code(outcome.import === null ? 200 : 201)
        .type('application/json; charset=utf-8')
        .send(importJson(file.statements, outcome, accounts));
    },
  );
};

function importerOf({ importer, routeOptions }: FastifyRequest): Importer {
  if (!importer) throw new Error(`${routeOptions.url} is not registered where tokens open it`);
  return importer;
}

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body) && body.length > 0) return body;
  throw new ProblemError(400, say('imports.sendFile'));
}

function requestOf(
  { shape, statements, accounts }: ReadFile,
  query: ApiQuery,
  sha256: Buffer,
): ImportRequest {
  const file = { name: say('imports.byProgram'), sha256, fingerprint: shape.fingerprint };
  return { file, statements, accounts, similar: query.similar };
}

/** @param added of an import that is done @default the rows that would go in */
function outcomeOf(preview: ImportPreview, id: string | null = null, added?: number): Outcome {
  const { problems, statements } = preview;
  const going = statements.reduce((sum, { goesIn }) => sum + goesIn, 0);
  return {
    import: id,
    added: added ?? (problems.length > 0 ? 0 : going),
    verdicts: statements.map(({ rows }) => verdictLetters(rows)),
    problems,
  };
}

/** Tells requests apart that use the same key: by all that they ask for, and the file. */
function digestOf(url: string, sha256: Buffer): string {
  return createHash('sha256').update(url).update('\0').update(sha256).digest('base64url');
}
