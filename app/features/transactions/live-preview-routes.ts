import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { typedDays } from '../../day-field-text.ts';
import { shownCategories } from '../../ledger/list-categories-with-shown-names.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { todayIn } from '../../time-zones.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { draftOfForm } from './form-draft.ts';
import { loadAccounts } from './load-form-data.ts';
import { payeesLike } from './query-payee-suggestions.ts';
import { CountQuery, InBook, TransactionForm } from './schema.ts';
import { loadSuggestion, suggestionWords } from './suggestion-by-last-time-and-rules.ts';
import { inputEcho } from './understood-input.ts';

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
      const { of } = request.query;
      const [{ accounts }, categories, suggestion, payees] = await app.database.read(book, (sql) =>
        Promise.all([
          loadAccounts(sql, book.id, of),
          shownCategories(sql, book.id),
          loadSuggestion(sql, book.id, draft, of),
          payeesLike(sql, book.id, draft.payee),
        ]),
      );
      return {
        said: {
          ...inputEcho(draft, { accounts }),
          payee: suggestionWords(draft, suggestion, { accounts, categories }),
        },
        lists: { payee: payees },
        days: typedDays({ bookedOn: draft.bookedOn }, person, today),
      };
    },
  );
};
