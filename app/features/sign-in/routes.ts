import { createHash } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { limits } from '../../plugins/rate-limit.ts';
import { signIn, signOut } from '../../plugins/session.ts';
import { localPath, preferredLocale, signUpProblems } from './checks.ts';
import { signInPage, signUpPage } from './page.ts';
import { answerTo, hashPassword } from './password.ts';
import { SignInForm, SignInQuery, SignUpForm, TokenOnly } from './schema.ts';
import { EmailTakenError, peopleStore } from './store.ts';

/** Signing up and in, for everybody. */
export const signInRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const people = peopleStore(app.database.sql);
  const perAccount = app.createRateLimit({ max: 15, timeWindow: '15 minutes', keyGenerator: accountKey });

  app.get('/sign-in', { schema: { querystring: SignInQuery } }, async (request, reply) =>
    reply.page({ title: 'Sign in' }, signInPage({ csrf: reply.csrf(), next: localPath(request.query.next) })),
  );

  app.post(
    '/sign-in',
    { schema: { body: SignInForm }, config: { rateLimit: limits.signIn } },
    async (request, reply) => {
      const { email, password, next } = request.body;
      const tried = await perAccount(request);
      const { person, recipe } = await people.recipe(email.trim());
      const proof = await answerTo(password, recipe ?? undefined);
      const mayTry = tried.isAllowed || !tried.isExceeded;
      // Nobody is asked for as well: an unknown e-mail costs as many statements as a wrong password.
      if (mayTry && (await signIn(request, person, proof))) {
        return reply.redirect(localPath(next), 303);
      }
      // One answer for a wrong password, an unknown e-mail and too many tries: none of them tells who has an account.
      const problem =
        'That e-mail and password do not belong together. After many tries, wait a quarter of an hour.';
      const view = { csrf: reply.csrf(), next: localPath(next), email, problem };
      return reply.page({ title: 'Sign in', status: 422 }, signInPage(view));
    },
  );

  app.get('/sign-up', async (_request, reply) =>
    reply.page({ title: 'Sign up' }, signUpPage({ csrf: reply.csrf(), values: {}, problems: {} })),
  );

  app.post(
    '/sign-up',
    { schema: { body: SignUpForm }, config: { rateLimit: limits.signUp } },
    async (request, reply) => {
      const values = request.body;
      const problems = signUpProblems(values, request.hostname);
      const again = () =>
        reply.page({ title: 'Sign up', status: 422 }, signUpPage({ csrf: reply.csrf(), values, problems }));
      if (Object.keys(problems).length > 0) return again();
      try {
        const passwordHash = await hashPassword(values.password);
        const person = await people.add({
          email: values.email.trim(),
          name: values.name.trim(),
          passwordHash,
          currency: values.currency,
          locale: preferredLocale(request.headers['accept-language']),
          timeZone: values.timeZone,
        });
        await signIn(request, person.id, passwordHash);
        return reply.redirect(`/books/${person.book}`, 303);
      } catch (error) {
        if (!(error instanceof EmailTakenError)) throw error;
        problems.email = 'There is an account with this e-mail already. Sign in instead.';
        return again();
      }
    },
  );
};

/** Signing out, for those who are in. */
export const signOutRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post('/sign-out', { schema: { body: TokenOnly } }, async (request, reply) => {
    await signOut(request);
    return reply.redirect('/', 303);
  });
};

function accountKey(request: { body?: unknown }): string {
  const { email } = request.body as SignInForm;
  return `account:${createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')}`;
}
