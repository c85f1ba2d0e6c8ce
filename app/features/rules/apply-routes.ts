import type { FastifyPluginAsyncTypebox, Static } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TransactionSql } from '../../database/connect.ts';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { mostAtOnce } from '../../ledger/count-and-lock-matches.ts';
import { applyToBook, markOf, RowsChanged } from '../../ledger/rules/apply-to-book.ts';
import { rulesOf } from '../../ledger/rules/rules-of-book.ts';
import { rowsThatChange } from '../../ledger/rules/transactions-to-change.ts';
import { type Cursor, cursorOf } from '../../ledger/transaction-list.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { applyPage, olderRows } from './apply-page.ts';
import { existingRule, loadKnown } from './load-rule-and-choices.ts';
import { titleOf } from './rule-words.ts';
import { ApplyForm, ApplyQuery, InBook } from './schema.ts';

/** Routes to apply rules to old rows: what would change is shown first. */
export const applying: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  /** One rule, or all of them. */
  async function chosenRules(sql: TransactionSql, book: string, only: string) {
    return only === '' ? rulesOf(sql, book) : [await existingRule(sql, book, only)];
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    { rule: only = '', after = '' }: Static<typeof ApplyQuery>,
    notice?: string,
  ) {
    const { person, book } = inBook(request);
    const [rules, known] = await database.read(book, (sql) =>
      Promise.all([chosenRules(sql, book.id, only), loadKnown(sql, book.id)]),
    );
    const stretch = { most: mostAtOnce, after: cursorOf(after) };
    const matches = await database.read(book, (sql) => rowsThatChange(sql, book.id, rules, stretch));
    const named = { ...known, locale: person.locale };
    const [rule] = rules;
    const page = applyPage({
      ...named,
      ...{ book, writing: person, csrf: reply.csrf(), matches, mark: markOf(matches.found), after },
      only: only === '' || !rule ? undefined : { id: rule.id, words: titleOf(rule, named) },
    });
    return reply.page({ title: say('rules.applyAll'), ...(notice && { notice, status: 409 }) }, page);
  }

  app.get(
    '/apply',
    { schema: { params: InBook, querystring: ApplyQuery }, config: { forEditors: true } },
    (request, reply) => show(request, reply, request.query),
  );

  app.post(
    '/apply',
    { schema: { params: InBook, body: ApplyForm }, config: { rateLimit: limits.form } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const { rule: only, mark, after = '' } = request.body;
      const apply = async (sql: TransactionSql) => {
        const [rules, known] = await Promise.all([chosenRules(sql, book.id, only), loadKnown(sql, book.id)]);
        const [rule] = rules;
        const title = only === '' || !rule ? '' : titleOf(rule, { ...known, locale: person.locale });
        const shown = { mark, after: cursorOf(after) };
        let older: Cursor | null = null;
        const act = await acted(async (tx) => {
          older = await applyToBook(tx, book.id, rules, shown, title);
        })(sql);
        return { act, next: older && olderRows(book.id, only, older) };
      };
      try {
        const { act, next } = await database.write(changeOf(request), apply);
        return reply.redirect(afterAct(next ?? `/books/${book.id}/rules`, act), 303);
      } catch (error) {
        if (error instanceof RowsChanged)
          return show(request, reply, { rule: only, after }, say('rules.rowsChanged'));
        throw error;
      }
    },
  );
};
