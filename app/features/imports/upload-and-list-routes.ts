import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { listImports } from '../../imports/import-history.ts';
import {
  isLargeFile,
  keepDraft,
  MOST_WAITING,
  UNREAD,
  waitingFiles,
} from '../../imports/keep-uploaded-files-and-choices.ts';
import { recallMapping } from '../../imports/remembered-answers-and-accounts.ts';
import { putFileJob } from '../../imports/request-and-cancel-worker-jobs.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { isId } from '../../ledger/transaction-filter-in-url.ts';
import { largestUpload } from '../../plugins/largest-form-bytes.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { byteText } from '../../receipts/format-file-size.ts';
import { fingerprint } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { takeUploads } from '../../web/upload-body.ts';
import { say } from '../../words/say.ts';
import { InBook, ListQuery, UploadForm } from './schema.ts';
import { importsPage } from './upload-and-list-page.ts';

const IMPORTS_ON_PAGE = 30;

/** Routes that list imports, and take files. */
export const uploadRoutes: FastifyPluginAsyncTypebox<{ uploads: { maxBytes: number } }> = async (
  app,
  { uploads },
) => {
  const { database, bankFiles } = app;

  async function list(
    request: FastifyRequest,
    reply: FastifyReply,
    {
      before,
      account = '',
      problem,
      key,
    }: { before?: string | undefined; account?: string | undefined; problem?: string; key?: string },
  ) {
    const { person, book } = inBook(request);
    const [accounts, waiting, found] = await database.read(book, (sql) =>
      Promise.all([
        accountsOf(sql, book.id),
        waitingFiles(sql, book.id, person.id),
        listImports(sql, book.id, { before, limit: IMPORTS_ON_PAGE }),
      ]),
    );
    const shown = found.slice(0, IMPORTS_ON_PAGE);
    const older = found.length > IMPORTS_ON_PAGE ? (shown.at(-1)?.id ?? null) : null;
    const body = importsPage({
      book,
      csrf: reply.csrf(),
      ...(key && { key }),
      writing: person,
      accounts,
      account,
      maxBytes: uploads.maxBytes,
      waiting,
      imports: shown,
      older,
      ...(problem && { problems: { files: problem } }),
    });
    return reply.page({ title: say('imports.title'), active: 'accounts', status: problem ? 422 : 200 }, body);
  }

  app.get('/', { schema: { params: InBook, querystring: ListQuery } }, async (request, reply) =>
    list(request, reply, request.query),
  );

  await app.register(async (scope) => {
    const maxBytes = largestUpload(uploads.maxBytes);
    takeUploads(scope, { maxBytes });
    scope.post(
      '/',
      {
        schema: { params: InBook, body: UploadForm },
        bodyLimit: maxBytes,
        config: { rateLimit: limits.upload },
      },
      async (request, reply) => {
        const { person, book } = inBook(request);
        const { key, account, files } = request.body as UploadForm;
        if (files.length === 0)
          return list(request, reply, { account, key, problem: say('imports.chooseFile') });
        if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > uploads.maxBytes) {
          const problem = say('imports.tooLarge', { most: byteText(uploads.maxBytes) });
          return list(request, reply, { account, key, problem });
        }
        const waiting = await database.read(book, (sql) => waitingFiles(sql, book.id, person.id));
        if (waiting.length + files.length > MOST_WAITING)
          return list(request, reply, { account, key, problem: say('imports.tooManyWait') });
        const headers = await Promise.all(
          files.map(async ({ bytes }) =>
            isLargeFile(bytes) ? UNREAD : (await bankFiles.glance(bytes)).fingerprint,
          ),
        );
        const names = files.map(({ name, bytes }) => ({ name, size: bytes.length }));
        const change = { book, key, fingerprint: fingerprint({ account, names }) };
        const ids = await database.write(change, async (sql) => {
          const kept: string[] = [];
          for (const [index, { name, bytes }] of files.entries()) {
            const header = headers[index] ?? UNREAD;
            const chosen = account !== undefined && isId(account) ? account : undefined;
            const before = await recallMapping(sql, book.id, header, chosen);
            const choices = {
              options: before?.options ?? {},
              accounts: chosen === undefined ? {} : { '': chosen },
              ...(before && chosen === undefined && { optionsOf: before.account }),
            };
            const file = { name, bytes, fingerprint: header };
            const draft = await keepDraft(sql, book.id, person.id, file, choices);
            if (isLargeFile(bytes)) await putFileJob(sql, 'read-file', draft);
            kept.push(draft);
          }
          return kept;
        });
        return reply.redirect(`/books/${book.id}/imports/${ids[0]}`, 303);
      },
    );
  });
};
