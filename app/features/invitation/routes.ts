import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { SignUpMode } from '../../config.ts';
import { findInvitation } from '../../find-invitation.ts';
import { signedInPerson } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { tokenHash } from '../../secret-token.ts';
import { invalidLinkPage } from '../../web/invalid-invitation-page.ts';
import { say } from '../../words/say.ts';
import { acceptPage, memberAlreadyPage, visitorPage } from './page.ts';
import { AcceptForm, InvitationQuery } from './schema.ts';

/** Shows an invitation to a book, to anybody with its link. */
export const invitation: FastifyPluginAsyncTypebox<{ signUp: SignUpMode }> = async (app, { signUp }) => {
  app.get('/invitation', { schema: { querystring: InvitationQuery } }, async (request, reply) => {
    const { person } = request;
    const { token } = request.query;
    const found = await findInvitation(app.database.sql, token, person?.session);
    if (!found) return reply.page({ title: say('common.invitation'), status: 404 }, invalidLinkPage());
    if (!found.book) return reply.redirect(`/sign-up?invitation=${encodeURIComponent(token)}`, 303);
    const body = !person
      ? visitorPage(found, token, signUp !== 'closed')
      : found.ownRole
        ? memberAlreadyPage(found.book, found.ownRole)
        : acceptPage(found, token, reply.csrf());
    return reply.page({ title: say('common.invitation') }, body);
  });
};

/** Accepts an invitation, for signed-in people. */
export const acceptance: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/invitation',
    { schema: { body: AcceptForm }, config: { rateLimit: limits.invitation } },
    async (request, reply) => {
      const hash = tokenHash(request.body.token);
      const [row] = await app.database.asPerson(
        signedInPerson(request).session,
        (sql) => sql<{ book: string | null }[]>`select accept_invitation(${hash}) as book`,
      );
      if (!row?.book) return reply.page({ title: say('common.invitation'), status: 404 }, invalidLinkPage());
      return reply.redirect(`/books/${row.book}`, 303);
    },
  );
};
