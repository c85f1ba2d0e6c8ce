import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { bookOf } from '../../plugins/access.ts';
import { noBookPage, welcomePage } from './page.ts';

/** The front door: a page for visitors, the first book for everybody else. */
export const welcome: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', async ({ person }, reply) => {
    if (!person) return reply.page({ title: 'Household money' }, welcomePage());
    const oldest = await bookOf(app.database.sql, person.id, null);
    if (!oldest) return reply.page({ title: 'No book yet' }, noBookPage);
    return reply.redirect(`/books/${oldest.id}`, 303);
  });
};
