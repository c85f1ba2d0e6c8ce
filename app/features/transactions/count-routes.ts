import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { todayIn } from '../../calendar.ts';
import { typedDays } from '../../day-text.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { inBook } from '../../web/in-book.ts';
import { draftOfForm } from './draft.ts';
import { loadAccounts } from './load.ts';
import { saidOf } from './said.ts';
import { CountQuery, InBook, TransactionForm } from './schema.ts';

/** What a form says of itself while it is typed into; writes nothing. */
export const counting: FastifyPluginAsyncTypebox = async (app) => {
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
        said: saidOf(draft, { accounts }),
        days: typedDays({ bookedOn: draft.bookedOn }, person, today),
      };
    },
  );
};
