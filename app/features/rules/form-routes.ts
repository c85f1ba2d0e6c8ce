import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { shortDay } from '../../format-days-and-times.ts';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { findTransaction, type Transaction } from '../../ledger/read-transactions-with-postings.ts';
import type { Rule } from '../../ledger/rules/rule-types.ts';
import { rowsThatChange } from '../../ledger/rules/transactions-to-change.ts';
import { addRule, changeRule } from '../../ledger/rules/write-rules.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import { html, type Markup } from '../../web/html.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { type Known, readRule } from './draft-to-rule.ts';
import { type FormView, formPage } from './form-page.ts';
import { existingRule, loadKnown } from './load-rule-and-choices.ts';
import {
  changeDraft,
  draftOfForm,
  draftOfRule,
  newDraft,
  type RuleDraft,
} from './rule-draft-from-form-or-stored-rule.ts';
import { titleOf } from './rule-words.ts';
import { InBook, NewQuery, OfRule, RuleForm } from './schema.ts';
import { matchRows } from './transactions-to-change-list.ts';

/** Number of rows that "Try" looks for. */
const MOST_TRIED = 1000;

/** Routes of the form of a rule: to add one, and to change it. */
export const editing: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form };

  app.get(
    '/new',
    { schema: { params: InBook, querystring: NewQuery }, config: { forEditors: true } },
    async (request, reply) => {
      const { book } = inBook(request);
      const { like } = request.query;
      const [known, row] = await database.read(book, (sql) =>
        Promise.all([
          loadKnown(sql, book.id),
          like === undefined ? undefined : findTransaction(sql, book.id, like),
        ]),
      );
      const draft = row ? draftLike(row, newDraft(book.currency), known) : newDraft(book.currency);
      return show(reply, { book: book.id, csrf: reply.csrf(), draft, known }, 200);
    },
  );

  app.get(
    '/:ruleId',
    { schema: { params: OfRule }, config: { forEditors: true } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const [rule, known] = await database.read(book, (sql) =>
        Promise.all([existingRule(sql, book.id, request.params.ruleId), loadKnown(sql, book.id)]),
      );
      const draft = draftOfRule(rule, book.currency, person.locale);
      return show(reply, { book: book.id, csrf: reply.csrf(), draft, known, editing: rule.id }, 200);
    },
  );

  app.post(
    '/',
    { schema: { params: InBook, body: RuleForm }, config: { ...config, shownBy: 'show' } },
    (request, reply) => save(request, reply, request.body, undefined),
  );
  app.post(
    '/:ruleId',
    { schema: { params: OfRule, body: RuleForm }, config: { ...config, shownBy: 'show' } },
    (request, reply) => save(request, reply, request.body, request.params.ruleId),
  );

  async function save(
    request: FastifyRequest<{ Body: RuleForm }>,
    reply: FastifyReply,
    form: RuleForm,
    id: string | undefined,
  ) {
    const { person, book } = inBook(request);
    const { key, intent } = form;
    const known = await database.read(book, async (sql) => {
      if (id !== undefined) await existingRule(sql, book.id, id);
      return loadKnown(sql, book.id);
    });
    const draft = draftOfForm(form);
    const view: FormView = { book: book.id, csrf: reply.csrf(), key, draft, known, editing: id };
    const changed = changeDraft(draft, intent);
    if (changed) return show(reply, { ...view, draft: changed }, 200);
    const read = readRule(draft, known, person.locale);
    if ('problems' in read) return show(reply, { ...view, problems: read.problems }, 422);
    const { rule } = read;
    if (intent === 'try') return show(reply, { ...view, tried: await tried(request, rule, known) }, 200);
    const title = titleOf(rule, { ...known, locale: person.locale });
    const saved = await database.write(changeOf(request), async (sql) => {
      let of = id ?? '';
      const act = await acted(async (tx) => {
        if (id === undefined) of = await addRule(tx, book.id, rule, title);
        else await changeRule(tx, book.id, id, rule, title);
      })(sql);
      return { act, of };
    });
    return reply.redirect(afterAct(`/books/${book.id}/rules/apply?rule=${saved.of}`, saved.act), 303);
  }

  /** Rows that a rule would change by itself. */
  async function tried(request: FastifyRequest, rule: Omit<Rule, 'id'>, known: Known): Promise<Markup> {
    const { person, book } = inBook(request);
    const { found, older } = await database.read(book, (sql) =>
      rowsThatChange(sql, book.id, [{ ...rule, id: 'tried' }], { most: MOST_TRIED }),
    );
    const day = older ? shortDay(older.bookedOn, person) : '';
    const none = older ? say('rules.nothingAfter', { day }) : say('rules.nothingToDo');
    if (found.length === 0) return html`<p role="status">${none}</p>`;
    const view = { book, writing: person, locale: person.locale, ...known };
    return html`<div role="status"><h2 class="day">${say('rules.wouldChange', { count: found.length })}</h2></div>!${matchRows(found, view)}`;
  }
};

function show(reply: FastifyReply, view: FormView, status: number) {
  const title = say(view.editing === undefined ? 'rules.add' : 'rules.edit');
  return reply.page({ title, status }, formPage(view));
}

/** A rule that would sort a row as it is sorted, by its payee. */
function draftLike({ payee, postings }: Transaction, empty: RuleDraft, { categories }: Known): RuleDraft {
  const [condition] = empty.conditions;
  const [action] = empty.actions;
  const [only, ...more] = postings.filter((posting) => posting.category !== null && !posting.isOwn);
  const category = categories.find(({ id, role }) => id === only?.category && role === null)?.id ?? '';
  return {
    ...empty,
    conditions: condition ? [{ ...condition, how: 'is', text: payee }] : [],
    actions: action ? [{ ...action, category: more.length === 0 ? category : '' }] : [],
  };
}
