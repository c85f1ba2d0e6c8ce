import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { requireOwner } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { newToken } from '../../secret-token.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { KeyedForm } from '../../web/idempotent-form-schema.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { makeInvitation, withdrawInvitation } from './invitations.ts';
import { newLinkPage } from './new-invitation-link-page.ts';
import { InBook, OfInvitation, RoleForm } from './schema.ts';

/** Routes of invitation links, for owners of a book; below `/books/:bookId/settings/invitations`. */
export const bookInvitations: FastifyPluginAsyncTypebox<{ publicOrigin: string }> = async (
  app,
  { publicOrigin },
) => {
  const { database } = app;
  app.addHook('onRequest', requireOwner);
  const config = { rateLimit: limits.invitation };

  // Renders a page instead of a redirect, because the link can be shown only now.
  app.post('/', { schema: { params: InBook, body: RoleForm }, config }, async (request, reply) => {
    const { book } = inBook(request);
    const { role } = request.body;
    let link: string | undefined;
    await database.write(changeOf(request), async (sql) => {
      const token = newToken();
      await makeInvitation(sql, token, role);
      link = `${publicOrigin}/invitation?token=${token}`;
    });
    return reply.page({ title: say('common.invitation') }, newLinkPage({ book: book.id, role, link }));
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
