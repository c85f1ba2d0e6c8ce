import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { newPersonalToken } from '../../make-and-parse-personal-token.ts';
import { signedInPerson } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { nameProblem, tidyLine } from '../../text-rules.ts';
import { say } from '../../words/say.ts';
import { newTokenPage, type TokensView, tokensPage } from './page.ts';
import { NewTokenForm, RevokeForm, TokensQuery } from './schema.ts';
import { addToken, MOST_TOKENS, revokeToken, tokensOf } from './store.ts';

/** Longest name of a token, in characters. */
const LONGEST = 80;

/** Routes of a person's tokens for programs, at `/settings/tokens`. */
export const tokens: FastifyPluginAsyncTypebox<{ publicOrigin: string }> = async (app, { publicOrigin }) => {
  const { database } = app;
  const config = { rateLimit: limits.token };

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    again: Pick<TokensView, 'key' | 'name' | 'problems'> = {},
  ) {
    const person = signedInPerson(request);
    const all = await database.asPerson(person.session, tokensOf);
    const { done } = request.query as { done?: string };
    const notice = done === 'revoked' ? { notice: say('tokens.isRevoked') } : {};
    const page = { title: say('tokens.title'), status: again.problems ? 422 : 200, ...notice };
    return reply.page(page, tokensPage({ csrf: reply.csrf(), tokens: all, person, ...again }));
  }

  app.get('/', { schema: { querystring: TokensQuery } }, async (request, reply) => show(request, reply));

  // Renders a page instead of a redirect, because the token can be shown only now.
  app.post('/', { schema: { body: NewTokenForm }, config }, async (request, reply) => {
    const person = signedInPerson(request);
    const { key } = request.body;
    const name = tidyLine(request.body.name);
    const problem = nameProblem(name, LONGEST, say('tokens.typeName'));
    if (problem) return show(request, reply, { key, name, problems: { name: problem } });
    const token = newPersonalToken();
    const done = await database.asPerson(person.session, (sql) => addToken(sql, token, name, key));
    if (done === 'too many') {
      const problems = { name: say('tokens.tooMany', { most: MOST_TOKENS }) };
      return show(request, reply, { key, name, problems });
    }
    if (done === 'made') request.log.info({ person: person.id }, 'token made');
    const page = newTokenPage(done === 'made' ? token : undefined, publicOrigin);
    return reply.page({ title: say('tokens.title') }, page);
  });

  app.post('/revoke', { schema: { body: RevokeForm }, config }, async (request, reply) => {
    const person = signedInPerson(request);
    const isDone = await database.asPerson(person.session, (sql) => revokeToken(sql, request.body.token));
    if (isDone) request.log.info({ person: person.id }, 'token revoked');
    return reply.redirect('/settings/tokens?done=revoked', 303);
  });
};
