import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Person, signedInPerson } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { signIn } from '../../plugins/start-and-end-session.ts';
import { say } from '../../words/say.ts';
import { takeTry, tried, waitText } from './failed-attempts.ts';
import { answerTo, hashPassword } from './hash-password.ts';
import { type SafetyView, sessionsAndPasswordPage } from './own-sessions-and-password-page.ts';
import { type Safety, sessionsAndPasswordStore } from './own-sessions-and-password-store.ts';
import { weakness } from './password-rules.ts';
import { EndSessionForm, PasswordForm, SafetyQuery } from './schema.ts';

/** Routes to change one's password, and to list and end one's sessions. */
export const sessionsAndPasswordRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const own = <T>({ session }: Person, work: (safety: Safety) => Promise<T>) =>
    database.asPerson(session, (sql) => work(sessionsAndPasswordStore(sql)));

  async function show(request: FastifyRequest, reply: FastifyReply, problems: SafetyView['problems'] = {}) {
    const person = signedInPerson(request);
    const [sessions, events] = await own(person, (safety) =>
      Promise.all([safety.sessions(person.session), safety.events()]),
    );
    const bad = Object.keys(problems).length > 0;
    const body = sessionsAndPasswordPage({
      csrf: reply.csrf(),
      email: person.email,
      sessions,
      events,
      person,
      problems,
    });
    const { done } = request.query as { done?: string };
    const notice =
      done === undefined
        ? {}
        : { notice: say(done === 'password' ? 'signIn.passwordIsChanged' : 'signIn.signedOutThere') };
    return reply.page({ title: say('common.passwordAndSessions'), status: bad ? 422 : 200, ...notice }, body);
  }

  app.get('/settings/sign-in', { schema: { querystring: SafetyQuery } }, async (request, reply) =>
    show(request, reply),
  );

  app.post(
    '/settings/password',
    { schema: { body: PasswordForm }, config: { rateLimit: limits.password } },
    async (request, reply) => {
      const person = signedInPerson(request);
      const { current, password } = request.body;
      const weak = weakness(password, { ...person, host: request.hostname });
      if (weak) return show(request, reply, { password: weak });
      const recipe = await own(person, (safety) => safety.recipe());
      const taken = await takeTry(app.counts, {
        account: person.id,
        address: request.ip,
        device: person.session, // other people's attempts do not lock a signed-in person out
      });
      const who = { person: person.id };
      if ('wait' in taken) {
        request.log.warn(who, 'password not changed: too many wrong tries');
        return show(request, reply, { current: waitText(taken) });
      }
      const changed = await tried(taken, async () => {
        const [proof, fresh] = [await answerTo(current, recipe), await hashPassword(password)];
        if (!(await own(person, (safety) => safety.changePassword(proof, fresh)))) return false;
        return signIn(request, person.id, fresh); // every session has ended, this one too
      });
      if (!changed) {
        request.log.warn(who, 'password not changed: wrong password');
        return show(request, reply, { current: say('signIn.wrongPassword') });
      }
      request.log.info(who, 'password changed');
      return reply.redirect('/settings/sign-in?done=password', 303);
    },
  );

  const ending = { schema: { body: EndSessionForm }, config: { rateLimit: limits.signOut } };
  app.post('/settings/sessions/end', ending, async (request, reply) => {
    const { session } = request.body;
    const person = signedInPerson(request);
    await own(person, (safety) =>
      session === 'others' ? safety.endOthers(person.session) : safety.end(session),
    );
    request.log.info({ person: person.id }, session === 'others' ? 'other sessions ended' : 'session ended');
    return reply.redirect('/settings/sign-in?done=session', 303);
  });
};
