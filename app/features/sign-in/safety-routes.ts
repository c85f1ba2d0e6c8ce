import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { limits } from '../../plugins/rate-limit.ts';
import { signIn } from '../../plugins/session.ts';
import { sessionHash } from '../../plugins/session-store.ts';
import { hashPassword, passwordIs } from './password.ts';
import { weakness } from './password-rules.ts';
import { type SafetyView, safetyPage } from './safety-page.ts';
import { safetyStore } from './safety-store.ts';
import { EndSessionForm, PasswordForm, SafetyQuery } from './schema.ts';

/** Changing one's password, and seeing and ending one's sessions. */
export const safetyRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const safety = safetyStore(app.database.sql);

  async function show(request: FastifyRequest, reply: FastifyReply, problems: SafetyView['problems'] = {}) {
    const person = signedInPerson(request);
    const sessions = await safety.sessions(person.id, sessionHash(request.session.sessionId));
    const bad = Object.keys(problems).length > 0;
    const body = safetyPage({ csrf: reply.csrf(), email: person.email, sessions, person, problems });
    const { done } = request.query as { done?: string };
    const notice =
      done === undefined
        ? {}
        : { notice: done === 'password' ? 'Your password is changed.' : 'Signed out there.' };
    return reply.page({ title: 'Password and sessions', status: bad ? 422 : 200, ...notice }, body);
  }

  app.get('/settings/sign-in', { schema: { querystring: SafetyQuery } }, async (request, reply) =>
    show(request, reply),
  );

  app.post(
    '/settings/password',
    { schema: { body: PasswordForm }, config: { rateLimit: limits.signIn } },
    async (request, reply) => {
      const person = signedInPerson(request);
      const { current, password } = request.body;
      const weak = weakness(password, person);
      if (weak) return show(request, reply, { password: weak });
      if (!(await passwordIs(current, await safety.passwordHash(person.id)))) {
        return show(request, reply, { current: 'That is not your password.' });
      }
      await safety.changePassword(person.id, await hashPassword(password)); // ends every session, this one too
      await signIn(request, person.id);
      return reply.redirect('/settings/sign-in?done=password', 303);
    },
  );

  app.post('/settings/sessions/end', { schema: { body: EndSessionForm } }, async (request, reply) => {
    const { session } = request.body;
    const here = sessionHash(request.session.sessionId);
    if (session === 'others') await safety.endOthers(signedInPerson(request).id, here);
    else await safety.end(signedInPerson(request).id, session);
    return reply.redirect('/settings/sign-in?done=session', 303);
  });
};

function signedInPerson({ person }: FastifyRequest) {
  if (!person) throw new Error('this route is not registered inside the signed-in scope');
  return person;
}
