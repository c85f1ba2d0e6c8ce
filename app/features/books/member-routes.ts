import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { requireOwner } from '../../plugins/access.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { changeOf, inBook } from '../../web/in-book.ts';
import { memberPage } from './member-page.ts';
import { changeRole, otherMember, takeOut } from './members.ts';
import { KeyedForm, OfMember, RoleForm } from './schema.ts';

/** What an owner decides about the others; below `/books/:bookId/settings/members`. */
export const bookMembers: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  app.addHook('onRequest', requireOwner);
  const config = { rateLimit: limits.form };

  app.get('/:personId', { schema: { params: OfMember } }, async (request, reply) => {
    const { book } = inBook(request);
    const member = await database.read(book, (sql) => otherMember(sql, request.params.personId));
    return reply.page({ title: member.name }, memberPage({ book: book.id, csrf: reply.csrf(), member }));
  });

  app.post(
    '/:personId/role',
    { schema: { params: OfMember, body: RoleForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const { params, body } = request;
      await database.write(changeOf(request), (sql) => changeRole(sql, params.personId, body.role));
      return reply.redirect(`/books/${book.id}/settings?saved=1`, 303);
    },
  );

  app.post(
    '/:personId/remove',
    { schema: { params: OfMember, body: KeyedForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      await database.write(changeOf(request), (sql) => takeOut(sql, request.params.personId));
      return reply.redirect(`/books/${book.id}/settings?saved=1`, 303);
    },
  );
};
