import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { SignUpMode } from '../../config.ts';
import { say } from '../../words/say.ts';
import { noBookPage, welcomePage } from './visitor-landing-page.ts';

/** Route `/`: the start page for visitors, a redirect to the home book for everybody else. */
export const welcome: FastifyPluginAsyncTypebox<{ signUp: SignUpMode }> = async (app, { signUp }) => {
  app.get('/', async ({ person }, reply) => {
    if (!person) return reply.page({ title: say('welcome.title') }, welcomePage(signUp === 'open'));
    if (!person.home) return reply.page({ title: say('welcome.noBook') }, noBookPage());
    return reply.redirect(`/books/${person.home}`, 303);
  });
};
