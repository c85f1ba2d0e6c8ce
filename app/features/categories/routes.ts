import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { shownCategories } from '../../ledger/list-categories-with-shown-names.ts';
import { NameTakenError } from '../../ledger/name-taken-error.ts';
import { type Book, NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { longestName, nameProblem, tidyLine } from '../../text-rules.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import type { Problems } from '../../web/forms.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { addCategory, renameCategory } from './add-and-rename-category.ts';
import { newCategoryPage, renamePage } from './form-page.ts';
import { listPage } from './list-page.ts';
import { CategoryForm, InBook, NewQuery, OfCategory, RenameForm } from './schema.ts';

const taken = () => ({ name: say('categories.taken', { sameName: say('common.sameName') }) });

/** Routes of categories, below `/books/:bookId/categories`. */
export const categories: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form };
  const all = (book: Book) => database.read(book, (sql) => shownCategories(sql, book.id));

  app.get('/', { schema: { params: InBook } }, async (request, reply) => {
    const { book } = inBook(request);
    const list = listPage({ book, categories: await all(book) });
    return reply.page({ title: say('categories.title'), active: 'categories' }, list);
  });

  app.get(
    '/new',
    { schema: { params: InBook, querystring: NewQuery }, config: { forEditors: true } },
    async (request, reply) => {
      const { book } = inBook(request);
      const { kind = 'spent', parent = '' } = request.query;
      const values = { name: '', kind, parent };
      const form = newCategoryPage({
        book: book.id,
        csrf: reply.csrf(),
        categories: await all(book),
        values,
      });
      return reply.page({ title: say('categories.add'), active: 'categories' }, form);
    },
  );

  app.post('/', { schema: { params: InBook, body: CategoryForm }, config }, async (request, reply) => {
    const { book } = inBook(request);
    const { key, kind } = request.body;
    const values = { kind, name: tidyLine(request.body.name), parent: request.body.parent };
    const known = await all(book);
    const again = (problems: Problems) => {
      const form = newCategoryPage({
        book: book.id,
        csrf: reply.csrf(),
        key,
        categories: known,
        values,
        problems,
      });
      return reply.page({ title: say('categories.add'), active: 'categories', status: 422 }, form);
    };
    const problem = nameProblem(values.name, longestName.category);
    if (problem) return again({ name: problem });
    const parent = known.find((one) => one.id === values.parent && one.parent === null && one.role === null);
    if (values.parent !== '' && parent?.kind !== kind) {
      return again({
        parent: say(kind === 'spent' ? 'categories.chooseSpent' : 'categories.chooseReceived'),
      });
    }
    try {
      const category = { name: values.name, kind, parent: parent?.id ?? null };
      const act = await database.write(
        changeOf(request),
        acted((sql) => addCategory(sql, book.id, category)),
      );
      return reply.redirect(afterAct(`/books/${book.id}/categories`, act), 303);
    } catch (error) {
      if (error instanceof NameTakenError) return again(taken());
      throw error;
    }
  });

  app.get(
    '/:categoryId',
    { schema: { params: OfCategory }, config: { forEditors: true } },
    async (request, reply) => {
      const { book } = inBook(request);
      const category = existing(await all(book), request.params.categoryId);
      const form = renamePage({ book: book.id, csrf: reply.csrf(), category, name: category.name });
      return reply.page(
        { title: say('categories.renameOne', { name: category.name }), active: 'categories' },
        form,
      );
    },
  );

  app.post(
    '/:categoryId',
    { schema: { params: OfCategory, body: RenameForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const { key } = request.body;
      const name = tidyLine(request.body.name);
      const category = existing(await all(book), request.params.categoryId);
      const again = (problems: Problems) => {
        const form = renamePage({ book: book.id, csrf: reply.csrf(), key, category, name, problems });
        return reply.page(
          { title: say('categories.renameOne', { name: category.name }), active: 'categories', status: 422 },
          form,
        );
      };
      const problem = nameProblem(name, longestName.category);
      if (problem) return again({ name: problem });
      try {
        const act = await database.write(
          changeOf(request),
          acted((sql) => renameCategory(sql, book.id, category.id, name)),
        );
        return reply.redirect(afterAct(`/books/${book.id}/categories`, act), 303);
      } catch (error) {
        if (error instanceof NameTakenError) return again(taken());
        throw error;
      }
    },
  );
};

function existing<T extends { id: string; role: string | null }>(known: readonly T[], id: string): T {
  const found = known.find((one) => one.id === id && one.role === null);
  if (!found) throw new NotFoundError(say('categories.unknown'));
  return found;
}
