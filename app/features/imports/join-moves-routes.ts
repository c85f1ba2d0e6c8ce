import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { joinMove } from '../../ledger/join-and-take-apart-moves.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { MovesForm, OfImport } from './schema.ts';

/** Route that joins the halves of moves that an import brought. */
export const moveRoutes: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  app.post(
    '/:importId/moves',
    { schema: { params: OfImport, body: MovesForm }, config: { rateLimit: limits.form } },
    async (request, reply) => {
      const { book } = inBook(request);
      const moves = [request.body.move ?? []].flat().map((text) => text.split('.'));
      const act = await database.write(
        changeOf(request),
        acted(async (sql) => {
          for (const [from = '', fromVersion, to = '', toVersion] of moves) {
            const halves = [
              { id: from, version: Number(fromVersion) },
              { id: to, version: Number(toVersion) },
            ] as const;
            await joinMove(sql, book.id, ...halves);
          }
        }),
      );
      return reply.redirect(afterAct(`/books/${book.id}/imports/${request.params.importId}`, act), 303);
    },
  );
};
