import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { rulesOf } from '../../ledger/rules/rules-of-book.ts';
import { deleteRule, moveRule } from '../../ledger/rules/write-rules.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { KeyedForm } from '../../web/idempotent-form-schema.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { applying } from './apply-routes.ts';
import { editing } from './form-routes.ts';
import { listPage } from './list-page.ts';
import { existingRule, loadKnown } from './load-rule-and-choices.ts';
import { titleOf } from './rule-words.ts';
import { InBook, MoveForm, OfRule } from './schema.ts';

/** Routes of rules, below `/books/:bookId/rules`. */
export const rules: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form };

  app.get('/', { schema: { params: InBook } }, async (request, reply) => {
    const { person, book } = inBook(request);
    const [all, known] = await database.read(book, (sql) =>
      Promise.all([rulesOf(sql, book.id), loadKnown(sql, book.id)]),
    );
    const view = { book, csrf: reply.csrf(), locale: person.locale, rules: all, ...known };
    return reply.page({ title: say('rules.title') }, listPage(view));
  });

  await app.register(applying);
  await app.register(editing);

  app.post(
    '/:ruleId/move',
    { schema: { params: OfRule, body: MoveForm }, config },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { ruleId } = request.params;
      const move = acted(async (sql) => {
        const [rule, known] = await Promise.all([
          existingRule(sql, book.id, ruleId),
          loadKnown(sql, book.id),
        ]);
        const title = titleOf(rule, { ...known, locale: person.locale });
        await moveRule(sql, book.id, rule.id, request.body.to, title);
      });
      const act = await database.write(changeOf(request), move);
      return reply.redirect(afterAct(`/books/${book.id}/rules`, act), 303);
    },
  );

  app.post(
    '/:ruleId/delete',
    { schema: { params: OfRule, body: KeyedForm }, config },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { ruleId } = request.params;
      const remove = acted(async (sql) => {
        const [rule, known] = await Promise.all([
          existingRule(sql, book.id, ruleId),
          loadKnown(sql, book.id),
        ]);
        await deleteRule(sql, book.id, rule.id, titleOf(rule, { ...known, locale: person.locale }));
      });
      const act = await database.write(changeOf(request), remove);
      return reply.redirect(afterAct(`/books/${book.id}/rules`, act), 303);
    },
  );
};
