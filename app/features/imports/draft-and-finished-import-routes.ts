import { randomUUID } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MOST_SHOWN, summariseDraft } from '../../imports/draft-summary.ts';
import { findImport, rowsLeftByUndo, rowsOfImport } from '../../imports/import-history.ts';
import {
  changeDraft,
  chooseRows,
  type Draft,
  type DraftChoices,
  dropDraft,
  findDraft,
  isLeftToWorker,
  waitingFiles,
} from '../../imports/keep-uploaded-files-and-choices.ts';
import { previewImport } from '../../imports/preview-import.ts';
import { asRead, readDraft } from '../../imports/read-draft-into-import-request.ts';
import { type FileJobState, fileJobState, putFileJob } from '../../imports/request-and-cancel-worker-jobs.ts';
import { runImport } from '../../imports/run-import.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { proposeMoves } from '../../ledger/propose-moves.ts';
import { type Book, NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { KeyedForm } from '../../web/idempotent-form-schema.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { draftPage } from './draft-page.ts';
import { importPage } from './finished-import-page.ts';
import { failureWords, progressPage, unreadPage } from './progress-page.ts';
import { readDraftForm, readingDigest } from './read-draft-form.ts';
import { DraftForm, ImportQuery, MOST_MOVES, OfImport } from './schema.ts';

const ROWS_ON_PAGE = 200;
const NO_ROWS = { count: 0, first: [] };

/** Routes of one file: what is in it, how it is read, and its import. */
export const draftRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { database, bankFiles } = app;
  const config = { rateLimit: limits.form };

  const read = (book: Book, draft: Draft) =>
    readDraft((work) => database.read(book, work), book, draft, bankFiles);

  app.get(
    '/:importId',
    { schema: { params: OfImport, querystring: ImportQuery } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { importId } = request.params;
      const [draft, job, accounts] = await database.read(book, (sql) =>
        Promise.all([
          findDraft(sql, book.id, person.id, importId),
          fileJobState(sql, importId),
          accountsOf(sql, book.id),
        ]),
      );
      if (!draft) return showImport(request, reply, importId, job, request.query.after);
      const view = { book, csrf: reply.csrf(), writing: person, draft, file: draft, accounts };
      const page = { title: draft.name, active: 'accounts' };
      if (job && !job.hasFailed) return reply.page({ ...page, refresh: 2 }, progressPage({ ...view, job }));
      const { found } = draft;
      if (!isLeftToWorker(draft)) {
        const known = await read(book, draft);
        if (!known) return reply.redirect(`/books/${book.id}/imports/${importId}`, 303);
        const preview = await database.read(book, (sql) =>
          previewImport(sql, book.id, known.wanted, MOST_SHOWN),
        );
        const summary = summariseDraft(known, preview, draft.choices.rows?.length ?? 0);
        const notice = request.query.again === undefined ? {} : { notice: say('imports.lookAgain') };
        return reply.page(
          { ...page, ...notice },
          draftPage({ ...view, draft: asRead(draft, known), found: summary }),
        );
      }
      if (!found) return reply.page(page, unreadPage({ ...view, job }));
      const isAgain = request.query.again !== undefined || found.isAgain;
      const notice = job ? failureWords(job) : isAgain ? say('imports.lookAgain') : undefined;
      return reply.page({ ...page, ...(notice && { notice }) }, draftPage({ ...view, found }));
    },
  );

  async function showImport(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    job: FileJobState | undefined,
    after = 0,
  ) {
    const { person, book } = inBook(request);
    const entry = await database.read(book, (sql) => findImport(sql, book.id, id));
    if (!entry) throw new NotFoundError(say('imports.unknown'));
    if (job && !job.hasFailed) {
      const page = { title: entry.name, active: 'accounts', refresh: 2 };
      return reply.page(page, progressPage({ book, csrf: reply.csrf(), writing: person, file: entry, job }));
    }
    const [moves, found, stayed, waiting] = await database.read(book, (sql) =>
      Promise.all([
        proposeMoves(sql, book.id, { import: id, limit: MOST_MOVES }),
        rowsOfImport(sql, book.id, id, { after, limit: ROWS_ON_PAGE + 1 }),
        entry.state === 'undone' ? rowsLeftByUndo(sql, book.id, id, ROWS_ON_PAGE) : NO_ROWS,
        waitingFiles(sql, book.id, person.id),
      ]),
    );
    const rows = found.slice(0, ROWS_ON_PAGE);
    const more = found.length > ROWS_ON_PAGE ? (rows.at(-1)?.line ?? null) : null;
    const next = waiting[0]?.id ?? null;
    const view = { book, csrf: reply.csrf(), writing: person, entry, rows, stayed, more, moves, next };
    const notice = job && { notice: failureWords(job) };
    return reply.page({ title: entry.name, active: 'accounts', ...notice }, importPage(view));
  }

  app.post(
    '/:importId',
    { schema: { params: OfImport, body: DraftForm }, config },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { importId } = request.params;
      const { intent, shown } = request.body;
      const here = `/books/${book.id}/imports/${importId}`;
      const [draft, job] = await database.read(book, (sql) =>
        Promise.all([findDraft(sql, book.id, person.id, importId), fileJobState(sql, importId)]),
      );
      const isWithWorker = job && !job.hasFailed;
      if (!draft || isWithWorker) return reply.redirect(here, 303); // imported already, perhaps in another tab
      const isLarge = isLeftToWorker(draft);
      // The page of a file that was not read yet has nothing to choose.
      const choices = shown === undefined ? draft.choices : readDraftForm(request.body);
      const isAsShown = shown === undefined || readingDigest(choices) === shown;
      if (intent !== 'import' || !isAsShown) {
        // Rows of another reading are others, and so is how many look similar.
        const kept: DraftChoices = isAsShown ? choices : { ...choices, rows: [], similar: 'skip' };
        await database.write({ book, key: randomUUID() }, async (sql) => {
          await changeDraft(sql, book.id, importId, kept);
          if (isLarge) await putFileJob(sql, 'read-file', importId);
        });
        return reply.redirect(intent === 'import' ? `${here}?again=1` : here, 303);
      }
      if (isLarge) {
        await database.write(changeOf(request), async (sql) => {
          await chooseRows(sql, book.id, importId, choices);
          await putFileJob(sql, 'import-file', importId);
        });
        return reply.redirect(here, 303);
      }
      const known = await read(book, { ...draft, choices });
      if (!known) return reply.redirect(here, 303);
      const done = await database.write(changeOf(request), async (sql) => {
        const { status } = await runImport(sql, book.id, person.id, known.wanted);
        if (status !== 'done') await changeDraft(sql, book.id, importId, choices);
        return status;
      });
      return reply.redirect(done === 'done' ? here : `${here}?again=1`, 303);
    },
  );

  // What the button says, while rows are ticked.
  app.post(
    '/:importId/count',
    { schema: { params: OfImport, body: DraftForm }, config: { rateLimit: limits.count } },
    async (request) => {
      const { rows } = readDraftForm(request.body);
      const count = Number(request.body.sure ?? 0) + rows.length;
      return { said: { rows: say('imports.importRows', { count }) }, days: {} };
    },
  );

  app.post(
    '/:importId/discard',
    { schema: { params: OfImport, body: KeyedForm }, config },
    async (request, reply) => {
      const { person, book } = inBook(request);
      await database.write(changeOf(request), async (sql) => {
        const draft = await findDraft(sql, book.id, person.id, request.params.importId);
        if (draft) await dropDraft(sql, book.id, draft.id);
      });
      return reply.redirect(`/books/${book.id}/imports`, 303);
    },
  );
};
