import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import { limits } from '../../plugins/rate-limit.ts';
import { say } from '../../words/say.ts';
import { hashPassword } from './hash-password.ts';
import { weakness } from './password-rules.ts';
import { resetPage, worthlessResetPage } from './reset-page.ts';
import { ResetForm, ResetQuery } from './schema.ts';
import { resetStore } from './use-reset-link.ts';

/** Sets a new password by a link, for anybody who has one; `npm run person -- reset` creates it. */
export const resetRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const resets = resetStore(app.database.sql);
  const worthless = (reply: FastifyReply) =>
    reply.page({ title: say('signIn.newPassword'), status: 404 }, worthlessResetPage());

  app.get('/reset-password', { schema: { querystring: ResetQuery } }, async (request, reply) => {
    const { token } = request.query;
    if (!(await resets.person(token))) return worthless(reply);
    return reply.page({ title: say('signIn.newPassword') }, resetPage({ csrf: reply.csrf(), token }));
  });

  app.post(
    '/reset-password',
    { schema: { body: ResetForm }, config: { rateLimit: limits.resetPassword, forVisitors: true } },
    async (request, reply) => {
      const { token, password } = request.body;
      const whose = await resets.person(token);
      if (!whose) return worthless(reply);
      const problem = weakness(password, { ...whose, host: request.hostname });
      if (problem) {
        const body = resetPage({ csrf: reply.csrf(), token, problem });
        return reply.page({ title: say('signIn.newPassword'), status: 422 }, body);
      }
      const person = await resets.use(token, await hashPassword(password));
      if (!person) return worthless(reply);
      request.log.info({ person }, 'password set by a link');
      return reply.redirect('/sign-in?done=reset', 303);
    },
  );
};
