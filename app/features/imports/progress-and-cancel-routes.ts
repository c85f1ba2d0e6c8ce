import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { isImportOf } from '../../imports/import-history.ts';
import {
  cancelFileJob,
  type FileJobState,
  fileJobState,
} from '../../imports/request-and-cancel-worker-jobs.ts';
import { NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { KeyedForm } from '../../web/idempotent-form-schema.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { inLanguage, languageNow } from '../../words/current-language.ts';
import { say } from '../../words/say.ts';
import { progressOf } from './progress-page.ts';
import { OfImport } from './schema.ts';

/** Milliseconds between two looks at a job. */
const LOOK = 500;
/** Milliseconds after which a stream ends; the browser asks again by itself, perhaps another pod. */
const LONGEST = 25_000;

/** Routes of a file that a worker has: how far it is, as server-sent events, and the end of it. */
export const progressRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  app.get(
    '/:importId/progress',
    { schema: { params: OfImport }, config: { isStream: true } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { importId } = request.params;
      if (!(await database.read(book, (sql) => isImportOf(sql, book.id, importId))))
        throw new NotFoundError(say('imports.unknown'));
      const language = languageNow();
      const look = () => database.read(book, (sql) => fileJobState(sql, importId));
      const told = (job: FileJobState) =>
        inLanguage(language, () => progressOf(job, { writing: person, timeZone: book.timeZone }));

      async function* events() {
        const began = performance.now();
        yield 'retry: 500\n\n';
        while (performance.now() - began < LONGEST && !app.draining) {
          const job = await look();
          if (!job || job.hasFailed) {
            yield 'event: over\ndata:\n\n';
            return;
          }
          yield `data: ${JSON.stringify(told(job))}\n\n`;
          await pause(LOOK);
        }
      }
      reply.headers({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
      return reply.send(Readable.from(events()));
    },
  );

  app.post(
    '/:importId/cancel',
    { schema: { params: OfImport, body: KeyedForm }, config: { rateLimit: limits.form } },
    async (request, reply) => {
      const { book } = inBook(request);
      const { importId } = request.params;
      await database.write(changeOf(request), (sql) => cancelFileJob(sql, importId));
      return reply.redirect(`/books/${book.id}/imports/${importId}`, 303);
    },
  );
};
