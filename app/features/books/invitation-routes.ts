import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { acted } from '../../ledger/acts.ts';
import { newLinkToken } from '../../link-token.ts';
import { requireOwner } from '../../plugins/access.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct, changeOf, inBook } from '../../web/in-book.ts';
import { newLinkPage } from './invitation-page.ts';
import { makeInvitation, withdrawInvitation } from './invitations.ts';
import { InBook, KeyedForm, OfInvitation, RoleForm } from './schema.ts';

/** Links by which others join, for the owners of a book; below `/books/:bookId/settings/invitations`. */
export const bookInvitations: FastifyPluginAsyncTypebox<{ publicOrigin: string }> = async (
  app,
  { publicOrigin },
) => {
  const { database } = app;
  app.addHook('onRequest', requireOwner);
  const config = { rateLimit: limits.invitation };

  // Answered by a page and not by a redirect, because this is the only time that the link can be shown.
  app.post('/', { schema: { params: InBook, body: RoleForm }, config }, async (request, reply) => {
    const { book } = inBook(request);
    const { role } = request.body;
    let link: string | undefined;
    await database.write(changeOf(request), async (sql) => {
      const token = newLinkToken();
      await makeInvitation(sql, token, role);
      link = `${publicOrigin}/invitation?token=${token}`;
    });
    return reply.page({ title: 'Invitation' }, newLinkPage({ book: book.id, role, link }));
  });

  app.post(
    '/:invitationId/withdraw',
    { schema: { params: OfInvitation, body: KeyedForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const withdrawal = acted((sql) => withdrawInvitation(sql, request.params.invitationId));
      const act = await database.write(changeOf(request), withdrawal);
      return reply.redirect(afterAct(`/books/${book.id}/settings`, act), 303);
    },
  );
};
