import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { isCurrency } from '../../currencies.ts';
import { NameTakenError } from '../../ledger/name-taken-error.ts';
import { signedInPerson } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { longestName, nameProblem, tidyLine } from '../../text-rules.ts';
import { afterDone } from '../../web/done-notice-and-address.ts';
import type { Problems } from '../../web/forms.ts';
import { say } from '../../words/say.ts';
import { booksPage, newBookPage } from './list-and-add-page.ts';
import { leaveBook } from './list-change-and-remove-members.ts';
import { nameTaken } from './read-settings-form.ts';
import { BookForm, NewBookForm } from './schema.ts';
import { booksOf, chooseHome, createBook } from './store.ts';

/** Routes of a person's books, for signed-in people; below `/books`. */
export const books: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form };

  app.get('/', async (request, reply) => {
    const { session, home } = signedInPerson(request);
    const books = await database.asPerson(session, booksOf);
    return reply.page({ title: say('books.title') }, booksPage({ books, home, csrf: reply.csrf() }));
  });

  app.post('/home', { schema: { body: BookForm }, config }, async (request, reply) => {
    const { book } = request.body;
    await database.asPerson(signedInPerson(request).session, (sql) => chooseHome(sql, book));
    return reply.redirect(afterDone('/books', 'home'), 303);
  });

  // Not below the book's own URL: there the second of two clicks would get "no such book".
  app.post('/leave', { schema: { body: BookForm }, config }, async (request, reply) => {
    const { book } = request.body;
    const left = await database.asPerson(signedInPerson(request).session, (sql) => leaveBook(sql, book));
    return reply.redirect(left ? afterDone('/books', 'left') : `/books/${book}/settings`, 303);
  });

  app.get('/new', async ({ person }, reply) => {
    const values = { name: '', currency: person?.currency ?? 'EUR' };
    return reply.page({ title: say('common.addBook') }, newBookPage({ csrf: reply.csrf(), values }));
  });

  app.post(
    '/',
    { schema: { body: NewBookForm }, config: { rateLimit: limits.newBook } },
    async (request, reply) => {
      const { body } = request;
      const values = { name: tidyLine(body.name), currency: body.currency };
      const problem = nameProblem(values.name, longestName.book);
      const problems = {
        ...(problem && { name: problem }),
        ...(!isCurrency(values.currency) && { currency: say('common.chooseCurrency') }),
      };
      const again = (wrong: Problems) => {
        const form = newBookPage({ csrf: reply.csrf(), key: body.key, values, problems: wrong });
        return reply.page({ title: say('common.addBook'), status: 422 }, form);
      };
      if (Object.keys(problems).length > 0) return again(problems);
      const made = { key: body.key, ...values };
      try {
        const id = await database.asPerson(signedInPerson(request).session, (sql) => createBook(sql, made));
        return reply.redirect(`/books/${id}`, 303);
      } catch (error) {
        if (error instanceof NameTakenError) return again(nameTaken());
        throw error;
      }
    },
  );
};
