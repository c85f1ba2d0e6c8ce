import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { requireOwner } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { KeyedForm } from '../../web/idempotent-form-schema.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { changeRole, otherMember, takeOut } from './list-change-and-remove-members.ts';
import { memberPage } from './member-page.ts';
import { OfMember, RoleForm } from './schema.ts';

/** Routes with which an owner manages other members; below `/books/:bookId/settings/members`. */
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
      const change = acted((sql) => changeRole(sql, params.personId, body.role));
      const act = await database.write(changeOf(request), change);
      return reply.redirect(afterAct(`/books/${book.id}/settings`, act), 303);
    },
  );

  app.post(
    '/:personId/remove',
    { schema: { params: OfMember, body: KeyedForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const removal = acted((sql) => takeOut(sql, request.params.personId));
      const act = await database.write(changeOf(request), removal);
      return reply.redirect(afterAct(`/books/${book.id}/settings`, act), 303);
    },
  );
};
