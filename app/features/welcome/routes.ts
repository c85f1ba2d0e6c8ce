import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { SignUpMode } from '../../config.ts';
import { noBookPage, welcomePage } from './page.ts';

/** The front door: a page for visitors, the home book for everybody else. */
export const welcome: FastifyPluginAsyncTypebox<{ signUp: SignUpMode }> = async (app, { signUp }) => {
  app.get('/', async ({ person }, reply) => {
    if (!person) return reply.page({ title: 'Household money' }, welcomePage(signUp === 'open'));
    if (!person.home) return reply.page({ title: 'No book yet' }, noBookPage);
    return reply.redirect(`/books/${person.home}`, 303);
  });
};
