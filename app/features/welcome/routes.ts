import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { bookOf } from '../../plugins/access.ts';
import { html } from '../../web/html.ts';

/** The front door: a page for visitors, the first book for everybody else. */
export const welcome: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', async ({ person }, reply) => {
    if (!person) return reply.page({ title: 'Household money' }, welcomePage);
    const oldest = await bookOf(app.database.sql, person.id, null);
    if (!oldest) return reply.page({ title: 'No book yet' }, noBookPage);
    return reply.redirect(`/books/${oldest.id}`, 303);
  });
};

const welcomePage = html`
  <h1>Where the money goes</h1>
  <p>Keep the household's accounts together: what was spent, what was received, what was moved. Exact to the cent,
    shared with whom you like, and yours to take away.</p>
  <p><a href="/sign-up" role="button">Sign up</a> <a href="/sign-in" role="button" class="secondary">Sign in</a></p>`;

const noBookPage = html`
  <h1>No book yet</h1>
  <p>You are not a member of any book. Ask the owner of one to add you.</p>`;
