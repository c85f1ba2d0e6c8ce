import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import type { SignUpMode } from '../../config.ts';
import { seeInvitation } from '../../invitation.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { signIn } from '../../plugins/session.ts';
import { tidyLine } from '../../text.ts';
import { worthlessLinkPage } from '../../web/worthless-link.ts';
import { preferredLocale, signUpProblems } from './checks.ts';
import { guessZone } from './guess-zone.ts';
import { hashPassword } from './password.ts';
import { SignUpForm, SignUpQuery } from './schema.ts';
import { noSignUpPage, signUpPage } from './sign-up-page.ts';
import { EmailTakenError, peopleStore } from './store.ts';

/** Signing up, for those who may: anybody, whoever has a link, or nobody. */
export const signUpRoutes: FastifyPluginAsyncTypebox<{ signUp: SignUpMode }> = async (app, { signUp }) => {
  const { sql } = app.database;
  const people = peopleStore(sql);

  /** By which link somebody signs up, if by any; undefined when they may not, and have been told. */
  async function admitted(reply: FastifyReply, token: string | undefined) {
    if (signUp === 'closed' || (signUp === 'invited' && token === undefined)) {
      reply.page({ title: 'Sign up', status: 403 }, noSignUpPage(signUp));
      return undefined;
    }
    if (token === undefined) return { link: undefined };
    const to = await seeInvitation(sql, token);
    if (to) return { link: { token, to } };
    reply.page({ title: 'Invitation', status: 404 }, worthlessLinkPage);
    return undefined;
  }

  app.get('/sign-up', { schema: { querystring: SignUpQuery } }, async (request, reply) => {
    const may = await admitted(reply, request.query.invitation);
    if (!may) return reply;
    const guessedZone = guessZone(preferredLocale(request.headers['accept-language']));
    const form = signUpPage({ csrf: reply.csrf(), ...may, values: {}, problems: {}, guessedZone });
    return reply.page({ title: 'Sign up' }, form);
  });

  app.post(
    '/sign-up',
    { schema: { body: SignUpForm }, config: { rateLimit: limits.signUp, forVisitors: true } },
    async (request, reply) => {
      const { invitation, ...values } = request.body;
      const may = await admitted(reply, invitation);
      if (!may) return reply;
      const problems = signUpProblems(values, request.hostname);
      const again = () =>
        reply.page(
          { title: 'Sign up', status: 422 },
          signUpPage({ csrf: reply.csrf(), ...may, values, problems }),
        );
      if (Object.keys(problems).length > 0) return again();
      const passwordHash = await hashPassword(values.password);
      const person = {
        email: tidyLine(values.email),
        name: tidyLine(values.name),
        passwordHash,
        currency: values.currency,
        locale: preferredLocale(request.headers['accept-language']),
        timeZone: values.timeZone,
      };
      try {
        const made = await people.add(person, invitation);
        if (!made) return reply.page({ title: 'Invitation', status: 404 }, worthlessLinkPage);
        request.log.info({ person: made.id }, 'signed up');
        await signIn(request, made.id, passwordHash);
        return reply.redirect(`/books/${made.book}`, 303);
      } catch (error) {
        if (!(error instanceof EmailTakenError)) throw error;
        problems.email = 'There is an account with this e-mail already. Sign in instead.';
        return again();
      }
    },
  );
};
