import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { NotFoundError, signedInPerson } from '../../plugins/person-and-book-authorization.ts';
import { limits } from '../../plugins/rate-limit.ts';
import {
  makeSampleBook,
  removeSampleBook,
  restoreSampleBook,
} from '../../sample/make-remove-and-restore-book.ts';
import { afterDone } from '../../web/done-notice-and-address.ts';
import { KeyedForm } from '../../web/idempotent-form-schema.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { afterSampleGone } from '../../web/sample-book-notices.ts';
import { say } from '../../words/say.ts';
import { changedPage } from './confirm-removal-page.ts';
import { InBook, RemoveForm, RestoreForm } from './schema.ts';

/** Route that makes sample data in the currency of a book, below `/books/:bookId/sample`. */
export const sampleData: FastifyPluginAsyncTypebox = async (app) => {
  app.post(
    '/',
    { schema: { params: InBook, body: KeyedForm }, config: { rateLimit: limits.newBook } },
    async (request, reply) => {
      const { person, book } = inBook(request);
      const made = await app.database.asPerson(person.session, (sql) => makeSampleBook(sql, person.id, book));
      if (made === undefined) throw new NotFoundError(say('common.noSuchBook'));
      return reply.redirect(`/books/${made}`, 303);
    },
  );
};

/** Routes that remove sample data and bring it back, below `/books/sample`: it has no address of its own in between. */
export const sampleBooks: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;
  const config = { rateLimit: limits.form };

  app.post('/remove', { schema: { body: RemoveForm }, config }, async (request, reply) => {
    const person = signedInPerson(request);
    const { book: id, seen = '' } = request.body;
    const done = await database.asPerson(person.session, (sql) =>
      removeSampleBook(sql, { id, session: person.session }, seen),
    );
    if (done === undefined) return reply.redirect('/', 303); // gone already, as after the first of two clicks
    if (done === 'removed') {
      const home = person.home === null || person.home === id ? '/books' : `/books/${person.home}`;
      return reply.redirect(afterSampleGone(home, id), 303);
    }
    const page = changedPage({ csrf: reply.csrf(), book: id, changes: done, writing: person });
    return reply.page({ title: say('sample.remove'), status: 409 }, page);
  });

  app.post('/restore', { schema: { body: RestoreForm }, config }, async (request, reply) => {
    const { book } = request.body;
    const { session } = signedInPerson(request);
    const isBack = await database.asPerson(session, (sql) => restoreSampleBook(sql, book));
    if (!isBack) throw new NotFoundError(say('sample.goneAlready'));
    return reply.redirect(afterDone(`/books/${book}`, 'sampleBack'), 303);
  });
};
