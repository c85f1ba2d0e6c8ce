import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { SignUpMode } from '../../config.ts';
import { deviceHash } from '../../plugins/device.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { signIn, signOut } from '../../plugins/session.ts';
import { showKept } from '../../plugins/show-kept.ts';
import { tidyLine } from '../../text.ts';
import { localPath } from '../../web/local-path.ts';
import { admission } from './admission.ts';
import { room } from './derivation-queue.ts';
import { signInPage } from './page.ts';
import { answerTo } from './password.ts';
import { SignInForm, SignInQuery, TokenOnly } from './schema.ts';
import { peopleStore } from './store.ts';
import { takeTry, tried, waitText } from './tries.ts';

/** Signing in, for everybody. */
export const signInRoutes: FastifyPluginAsyncTypebox<{ signUp: SignUpMode }> = async (app, { signUp }) => {
  const open = signUp === 'open';
  const people = peopleStore(app.database.sql);

  app.get('/sign-in', { schema: { querystring: SignInQuery } }, async (request, reply) => {
    const { next, done } = request.query;
    const notice = done === undefined ? undefined : notices[done];
    const form = signInPage({ csrf: reply.csrf(), open, next: localPath(next) });
    return reply.page({ title: 'Sign in', ...(notice && { notice }) }, form);
  });

  app.post(
    '/sign-in',
    {
      schema: { body: SignInForm },
      config: { rateLimit: limits.signIn, forVisitors: true },
      onRequest: admission(room),
    },
    async (request, reply) => {
      const { email, password, next, kept: sealed } = request.body;
      const kept = app.openKept(sealed);
      const again = (status: number, problem: string) =>
        reply.page(
          { title: 'Sign in', status },
          signInPage({
            csrf: reply.csrf(),
            open,
            next: localPath(next),
            kept: kept && sealed,
            email,
            problem,
          }),
        );
      const device = deviceHash(request);
      const known = await people.recipe(tidyLine(email), device);
      const who = known.person === null ? {} : { person: known.person }; // an e-mail is never logged
      const taken = await takeTry(app.counts, {
        account: known.person ?? known.email,
        address: request.ip,
        device: known.knownDevice ? device : undefined,
      });
      if ('wait' in taken) {
        request.log.warn(who, 'sign-in refused: too many wrong tries');
        reply.header('retry-after', Math.ceil(taken.wait / 1000));
        return again(429, waitText(taken));
      }
      const { person } = known;
      const signedIn = await tried(taken, async () => {
        const proof = await answerTo(password, known.recipe ?? undefined);
        // Nobody is asked for as well: an unknown e-mail costs as many statements as a wrong password.
        return signIn(request, person, proof);
      });
      if (!signedIn) {
        request.log.warn(who, 'sign-in refused: wrong password');
        // One answer for a wrong password and an unknown e-mail: neither tells who has an account.
        return again(422, 'That e-mail and password do not belong together.');
      }
      if (kept && kept.person === person) return showKept(request, reply, kept, 200);
      return reply.redirect(localPath(next), 303);
    },
  );
};

const notices: Readonly<Record<string, string>> = {
  reset: 'Your password is set. Sign in with it.',
  unsaved:
    'You were signed out before this was saved, and it could not be kept here. Go back in your browser: there it may still be filled in.',
};

/** Signing out, for those who are in. */
export const signOutRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/sign-out',
    { schema: { body: TokenOnly }, config: { rateLimit: limits.signOut } },
    async (request, reply) => {
      await signOut(request);
      return reply.redirect('/', 303);
    },
  );
};
