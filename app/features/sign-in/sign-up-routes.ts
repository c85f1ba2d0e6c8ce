import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply } from 'fastify';
import type { SignUpMode } from '../../config.ts';
import { findInvitation } from '../../find-invitation.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { signIn } from '../../plugins/start-and-end-session.ts';
import { tidyLine } from '../../text-rules.ts';
import { invalidLinkPage } from '../../web/invalid-invitation-page.ts';
import { say } from '../../words/say.ts';
import { guessCurrency } from './guess-currency.ts';
import { preferredLocale } from './guess-locale-from-accept-language.ts';
import { guessZone } from './guess-time-zone-from-language.ts';
import { hashPassword } from './hash-password.ts';
import { SignUpForm, SignUpQuery } from './schema.ts';
import { EmailTakenError, peopleStore } from './sign-in-and-sign-up-store.ts';
import { noSignUpPage, signUpPage } from './sign-up-page.ts';
import { signUpProblems } from './validate-sign-up-form.ts';

/** Sign-up routes; depending on the mode open to anybody, to people with a link, or closed. */
export const signUpRoutes: FastifyPluginAsyncTypebox<{ signUp: SignUpMode }> = async (app, { signUp }) => {
  const { sql } = app.database;
  const people = peopleStore(sql);

  /**
   * Checks the permission to sign up; returns the link, if one is used. Undefined when refused, with the response
   * already sent.
   */
  async function admitted(reply: FastifyReply, token: string | undefined) {
    if (signUp === 'closed' || (signUp === 'invited' && token === undefined)) {
      reply.page({ title: say('common.signUp'), status: 403 }, noSignUpPage(signUp));
      return undefined;
    }
    if (token === undefined) return { link: undefined };
    const to = await findInvitation(sql, token);
    if (to) return { link: { token, to } };
    reply.page({ title: say('common.invitation'), status: 404 }, invalidLinkPage());
    return undefined;
  }

  app.get('/sign-up', { schema: { querystring: SignUpQuery } }, async (request, reply) => {
    const may = await admitted(reply, request.query.invitation);
    if (!may) return reply;
    const locale = preferredLocale(request.headers['accept-language']);
    const guess = { locale, currency: guessCurrency(locale), timeZone: guessZone(locale) };
    const form = signUpPage({ csrf: reply.csrf(), ...may, values: {}, problems: {}, guess });
    return reply.page({ title: say('common.signUp') }, form);
  });

  app.post(
    '/sign-up',
    { schema: { body: SignUpForm }, config: { rateLimit: limits.signUp, forVisitors: true } },
    async (request, reply) => {
      const { invitation, ...typed } = request.body;
      const values = {
        ...typed,
        locale: typed.locale ?? preferredLocale(request.headers['accept-language']),
      };
      const may = await admitted(reply, invitation);
      if (!may) return reply;
      const problems = signUpProblems(values, request.hostname);
      const again = () =>
        reply.page(
          { title: say('common.signUp'), status: 422 },
          signUpPage({ csrf: reply.csrf(), ...may, values, problems }),
        );
      if (Object.keys(problems).length > 0) return again();
      const passwordHash = await hashPassword(values.password);
      const person = {
        email: tidyLine(values.email),
        name: tidyLine(values.name),
        passwordHash,
        currency: values.currency,
        locale: values.locale,
        timeZone: values.timeZone,
      };
      try {
        const made = await people.add(person, invitation);
        if (!made) return reply.page({ title: say('common.invitation'), status: 404 }, invalidLinkPage());
        request.log.info({ person: made.id }, 'signed up');
        await signIn(request, made.id, passwordHash);
        return reply.redirect(`/books/${made.book}`, 303);
      } catch (error) {
        if (!(error instanceof EmailTakenError)) throw error;
        problems.email = say('signIn.emailTaken');
        return again();
      }
    },
  );
};
