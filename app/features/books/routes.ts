import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { isCurrency } from '../../money.ts';
import { booksPage, newBookPage } from './page.ts';
import { NewBookForm } from './schema.ts';
import { booksOf, createBook } from './store.ts';

/** The books of a person, for those who are signed in; below `/books`. */
export const books: FastifyPluginAsyncTypebox = async (app) => {
  const { sql } = app.database;

  app.get('/', async ({ person }, reply) =>
    reply.page({ title: 'Your books' }, booksPage(await booksOf(sql, person?.id ?? ''))),
  );

  app.get('/new', async ({ person }, reply) => {
    const values = { name: '', currency: person?.currency ?? 'EUR' };
    return reply.page({ title: 'Add a book' }, newBookPage({ csrf: reply.csrf(), values }));
  });

  app.post('/', { schema: { body: NewBookForm } }, async ({ person, body }, reply) => {
    const values = { name: body.name.trim(), currency: body.currency };
    const problems = {
      ...(values.name === '' && { name: 'Type a name.' }),
      ...(!isCurrency(values.currency) && { currency: 'Choose a currency.' }),
    };
    if (Object.keys(problems).length > 0) {
      const form = newBookPage({ csrf: reply.csrf(), key: body.key, values, problems });
      return reply.page({ title: 'Add a book', status: 422 }, form);
    }
    await createBook(sql, person?.id ?? '', { id: body.key, ...values });
    return reply.redirect(`/books/${body.key}`, 303);
  });
};
