import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { isCurrency } from '../../money.ts';
import { signedInPerson } from '../../plugins/access.ts';
import { booksPage, newBookPage } from './page.ts';
import { NewBookForm } from './schema.ts';
import { booksOf, createBook } from './store.ts';

/** The books of a person, for those who are signed in; below `/books`. */
export const books: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  app.get('/', async (request, reply) => {
    const books = await database.asPerson(signedInPerson(request).session, booksOf);
    return reply.page({ title: 'Your books' }, booksPage(books));
  });

  app.get('/new', async ({ person }, reply) => {
    const values = { name: '', currency: person?.currency ?? 'EUR' };
    return reply.page({ title: 'Add a book' }, newBookPage({ csrf: reply.csrf(), values }));
  });

  app.post('/', { schema: { body: NewBookForm } }, async (request, reply) => {
    const { body } = request;
    const values = { name: body.name.trim(), currency: body.currency };
    const problems = {
      ...(values.name === '' && { name: 'Type a name.' }),
      ...(!isCurrency(values.currency) && { currency: 'Choose a currency.' }),
    };
    if (Object.keys(problems).length > 0) {
      const form = newBookPage({ csrf: reply.csrf(), key: body.key, values, problems });
      return reply.page({ title: 'Add a book', status: 422 }, form);
    }
    const made = { key: body.key, ...values };
    const id = await database.asPerson(signedInPerson(request).session, (sql) => createBook(sql, made));
    return reply.redirect(`/books/${id}`, 303);
  });
};
