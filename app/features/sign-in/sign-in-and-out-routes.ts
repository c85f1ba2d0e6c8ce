import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { SignUpMode } from '../../config.ts';
import { deviceHash } from '../../plugins/known-device.ts';
import { LARGEST_SIGN_IN } from '../../plugins/largest-form-bytes.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { showPreservedForm } from '../../plugins/show-preserved-refused-form.ts';
import { signIn, signOut } from '../../plugins/start-and-end-session.ts';
import { tidyLine } from '../../text-rules.ts';
import { localPath } from '../../web/local-path.ts';
import { type PlainKey, say } from '../../words/say.ts';
import { room } from './derivation-queue.ts';
import { derivationAdmission } from './derivation-request-admission.ts';
import { deviceRateLimit } from './device-rate-limit.ts';
import { takeTry, tried, waitText } from './failed-attempts.ts';
import { answerTo } from './hash-password.ts';
import { signInPage } from './page.ts';
import { SignInForm, SignInQuery, TokenOnly } from './schema.ts';
import { peopleStore } from './sign-in-and-sign-up-store.ts';

/** Routes for signing in, open to everybody. */
export const signInRoutes: FastifyPluginAsyncTypebox<{ signUp: SignUpMode }> = async (app, { signUp }) => {
  const open = signUp === 'open';
  const people = peopleStore(app.database.sql);
  const { holdDevice, holdRefused } = deviceRateLimit(app);

  app.get('/sign-in', { schema: { querystring: SignInQuery } }, async (request, reply) => {
    const { next, done } = request.query;
    const notice = notices.get(done ?? '');
    const form = signInPage({ csrf: reply.csrf(), open, next: localPath(next) });
    return reply.page({ title: say('common.signIn'), ...(notice && { notice: say(notice) }) }, form);
  });

  app.post(
    '/sign-in',
    {
      schema: { body: SignInForm },
      config: { rateLimit: limits.signIn, forVisitors: true },
      bodyLimit: LARGEST_SIGN_IN,
      errorHandler: holdRefused,
      ...derivationAdmission(room),
    },
    async (request, reply) => {
      const { email, password, next, kept: sealed } = request.body;
      const kept = app.openKept(sealed);
      const again = (status: number, problem: string) =>
        reply.page(
          { title: say('common.signIn'), status },
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
      await holdDevice(request, reply, known.knownDevice);
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
        // Runs for an unknown e-mail as well, so that it costs as many statements as a wrong password.
        return signIn(request, person, proof);
      });
      if (!signedIn) {
        request.log.warn(who, 'sign-in refused: wrong password');
        // Same response for a wrong password and an unknown e-mail, so that it does not reveal who has an account.
        return again(422, say('signIn.wrongPair'));
      }
      if (kept && kept.person === person) return showPreservedForm(request, reply, kept, 200);
      return reply.redirect(localPath(next), 303);
    },
  );
};

const notices = new Map<string, PlainKey>([
  ['reset', 'signIn.passwordIsSet'],
  ['unsaved', 'signIn.unsaved'],
]);

/** Routes for signing out, for signed-in people. */
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
