import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { todayIn } from '../../calendar.ts';
import { typedDays } from '../../day-text.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { inBook } from '../../web/book-context.ts';
import { draftOfForm } from './form-draft.ts';
import { loadAccounts } from './load-views.ts';
import { readBack } from './read-back.ts';
import { CountQuery, InBook, TransactionForm } from './schema.ts';

/** Route of the live preview of a form; writes nothing. */
export const livePreviewRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/count',
    {
      schema: { params: InBook, querystring: CountQuery, body: TransactionForm },
      config: { rateLimit: limits.count },
    },
    async (request) => {
      const { person, book } = inBook(request);
      const today = todayIn(book.timeZone);
      const draft = draftOfForm(request.body, { ...person, today });
      const { accounts } = await app.database.read(book, (sql) =>
        loadAccounts(sql, book.id, request.query.of),
      );
      return {
        said: readBack(draft, { accounts }),
        days: typedDays({ bookedOn: draft.bookedOn }, person, today),
      };
    },
  );
};
