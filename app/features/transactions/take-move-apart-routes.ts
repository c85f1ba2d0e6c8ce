import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { takeMoveApart } from '../../ledger/join-and-take-apart-moves.ts';
import { EditConflict } from '../../ledger/write-transaction.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { answerConflict } from './conflict-answer.ts';
import { returnAddress } from './return-address.ts';
import { DeleteForm, OfTransaction } from './schema.ts';

/** Route that takes a move apart which was joined of two rows, in the version that its page showed. */
export const takingApart: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  app.post(
    '/:transactionId/apart',
    { schema: { params: OfTransaction, body: DeleteForm }, config: { rateLimit: limits.form } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { transactionId: id } = request.params;
      const list = returnAddress(book.id, request.body.return);
      const move = { id, version: Number(request.body.version) };
      try {
        const apart = acted((sql) => takeMoveApart(sql, book.id, person.id, move));
        return reply.redirect(afterAct(list, await database.write(changeOf(request), apart)), 303);
      } catch (error) {
        if (error instanceof EditConflict) return answerConflict(request, reply, database, id, list, null);
        throw error;
      }
    },
  );
};
