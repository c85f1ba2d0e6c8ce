import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { accountsOf } from '../../ledger/accounts.ts';
import { changeInBulk, MatchingChanged } from '../../ledger/bulk-change.ts';
import { mostAtOnce } from '../../ledger/count-and-lock-matches.ts';
import { tagsOf } from '../../ledger/list-and-set-tags.ts';
import { shownCategories } from '../../ledger/list-categories-with-shown-names.ts';
import { withPostings } from '../../ledger/read-transactions-with-postings.ts';
import { ClosedAccountError } from '../../ledger/write-transaction.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { type BulkPageView, bulkPage } from './bulk-form-page.ts';
import { BulkForm } from './bulk-schema.ts';
import { keptPage } from './bulk-unchanged-rows-page.ts';
import { changeIn, chosenIn, filterOfForm } from './read-bulk-form.ts';
import { returnAddress } from './return-address.ts';
import { InBook } from './schema.ts';

/** Route that changes many transactions at once. */
export const bulkChanges: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form, shownBy: 'look' };
  const page = (status: number) => ({ title: say('bulk.title'), active: 'transactions', status });

  app.post('/bulk', { schema: { params: InBook, body: BulkForm }, config }, async (request, reply) => {
    const { person, book } = inBook(request);
    const { body: form } = request;
    const list = returnAddress(book.id, form.return);
    const [accounts, categories, tags] = await database.read(book, (sql) =>
      Promise.all([accountsOf(sql, book.id), shownCategories(sql, book.id), tagsOf(sql, book.id)]),
    );
    const on = accounts.find(({ id }) => id === filterOfForm(form).account);
    const choices = { accounts, categories, tags, on };
    const chosen = chosenIn(form, book.monthStart);
    const count = 'rows' in chosen ? chosen.rows.length : chosen.seen.count;
    const view = { ...choices, book: book.id, csrf: reply.csrf(), key: form.key, list, form, count };
    const again = (status: number, more: Partial<BulkPageView> = {}) =>
      reply.page(page(status), bulkPage({ ...view, ...more }));

    const read = changeIn(form, choices);
    if (form.intent === 'look') return again(200);
    if (count === 0) return again(422);
    if ('problems' in read) return again(422, { problems: read.problems });
    try {
      const changed = await database.write(changeOf(request), (sql) =>
        changeInBulk(sql, book.id, chosen, read.change),
      );
      const { act, kept } = changed;
      if (kept.length === 0) return reply.redirect(afterAct(list, act), 303);
      const ids = kept.flatMap((one) => [...one.ids]);
      const rows = await database.read(book, (sql) =>
        withPostings(
          sql,
          sql`select * from transaction where book_id = ${book.id} and id = any(${ids}::uuid[])`,
        ),
      );
      const told = { book: book.id, locale: person.locale, list: act === '' ? list : afterAct(list, act) };
      return reply.page(page(act === '' ? 409 : 200), keptPage({ ...told, changed, rows }));
    } catch (error) {
      if (error instanceof ClosedAccountError) return again(422, { problems: { account: error.message } });
      if (!(error instanceof MatchingChanged)) throw error;
      const { now } = error;
      if (!now) return again(422, { count: 0, told: say('bulk.tooMany', { most: mostAtOnce }) });
      const told =
        now.count === count
          ? say('bulk.rowsChanged')
          : say('bulk.countChanged', { seen: count, now: now.count });
      // Another key: the form asks for something else now.
      const anew = { ...form, all: `${now.count}`, mark: now.mark };
      return again(409, { key: undefined, form: anew, count: now.count, told });
    }
  });
};
