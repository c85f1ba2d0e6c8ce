import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TransactionSql } from '../../database/connect.ts';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { splitTags, tagColors } from '../../ledger/list-and-set-tags.ts';
import { NameTakenError } from '../../ledger/name-taken-error.ts';
import { NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { longestName, nameProblem, tidyLine } from '../../text-rules.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import type { Problems } from '../../web/forms.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { KeyedForm } from '../../web/idempotent-form-schema.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { tagPage } from './change-tag-page.ts';
import { listPage } from './list-page.ts';
import { InBook, MergeForm, OfTag, TagForm } from './schema.ts';
import { changeTag, deleteTag, mergeTag, usedTags } from './store.ts';

type Sent = FastifyRequest<{ Params: { tagId: string }; Body: { key: string } }>;

/** Routes of tags, below `/books/:bookId/tags`. */
export const tags: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form };
  const read = (request: FastifyRequest) => {
    const { book } = inBook(request);
    return database.read(book, (sql) => usedTags(sql, book.id));
  };
  const page = () => ({ title: say('tags.title'), active: 'categories' });

  app.get('/', { schema: { params: InBook } }, async (request, reply) => {
    const { book } = inBook(request);
    return reply.page(page(), listPage({ book, tags: await read(request) }));
  });

  app.get('/:tagId', { schema: { params: OfTag }, config: { forEditors: true } }, async (request, reply) =>
    show(request, reply, request.params.tagId, {}),
  );

  app.post('/:tagId', { schema: { params: OfTag, body: TagForm }, config }, async (request, reply) => {
    const { book } = inBook(request);
    const { tagId: id } = request.params;
    const { key, color = '' } = request.body;
    const name = tidyLine(request.body.name);
    const again = (problem: string) =>
      show(request, reply, id, { key, values: { name, color }, problems: { name: problem } });
    const problem =
      nameProblem(name, longestName.tag) ?? (splitTags(name)[0] === name ? undefined : say('tags.noComma'));
    if (problem) return again(problem);
    const known = await existing(request, id);
    const wanted = Number(color);
    const isColor = Number.isInteger(wanted) && wanted >= 1 && wanted <= tagColors;
    try {
      return await write(request, reply, (sql) =>
        changeTag(sql, book.id, { id, name, color: isColor ? wanted : known.color }),
      );
    } catch (error) {
      if (error instanceof NameTakenError)
        return again(say('tags.taken', { sameName: say('common.sameName') }));
      throw error;
    }
  });

  app.post(
    '/:tagId/merge',
    { schema: { params: OfTag, body: MergeForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const { tagId: id } = request.params;
      const { into } = request.body;
      const all = await read(request);
      if (into === id || !all.some((tag) => tag.id === into))
        return show(request, reply, id, { problems: { into: say('tags.chooseOther') } });
      await existing(request, id);
      return write(request, reply, (sql) => mergeTag(sql, book.id, id, into));
    },
  );

  app.post(
    '/:tagId/delete',
    { schema: { params: OfTag, body: KeyedForm }, config },
    async (request, reply) => {
      const { book } = inBook(request);
      const { tagId: id } = request.params;
      await existing(request, id);
      return write(request, reply, (sql) => deleteTag(sql, book.id, id));
    },
  );

  async function existing(request: FastifyRequest, id: string) {
    const found = (await read(request)).find((tag) => tag.id === id);
    if (!found) throw new NotFoundError(say('tags.unknown'));
    return found;
  }

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    id: string,
    more: { key?: string; values?: { name: string; color: string }; problems?: Problems },
  ) {
    const { book } = inBook(request);
    const all = await read(request);
    const tag = all.find((one) => one.id === id);
    if (!tag) throw new NotFoundError(say('tags.unknown'));
    const values = { name: tag.name, color: `${tag.color}` };
    const form = tagPage({ book: book.id, csrf: reply.csrf(), tag, tags: all, values, ...more });
    return reply.page({ ...page(), status: more.problems ? 422 : 200 }, form);
  }

  async function write(request: Sent, reply: FastifyReply, work: (sql: TransactionSql) => Promise<unknown>) {
    const { book } = inBook(request);
    const act = await database.write(changeOf(request), acted(work));
    return reply.redirect(afterAct(`/books/${book.id}/tags`, act), 303);
  }
};
