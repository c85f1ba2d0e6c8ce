import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acted } from '../../ledger/begin-and-list-acts.ts';
import { NameTakenError } from '../../ledger/name-taken-error.ts';
import { limits } from '../../plugins/rate-limit.ts';
import { afterAct } from '../../web/done-notice-and-address.ts';
import type { Problems } from '../../web/forms.ts';
import { changeOf } from '../../web/idempotency-key-and-fingerprint-of-form.ts';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { openInvitations } from './invitations.ts';
import { membersOf } from './list-change-and-remove-members.ts';
import { draftOf, nameTaken, readSettings, type SettingsDraft } from './read-settings-form.ts';
import { InBook, SettingsForm } from './schema.ts';
import { bookSettingsPage } from './settings-page.ts';
import { changeBook } from './store.ts';

/** Routes of a book's name, calendar, members and open invitations; below `/books/:bookId/settings`. */
export const bookSettings: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    more: { problems?: Problems; draft?: SettingsDraft } = {},
  ) {
    const { person, book } = inBook(request);
    const [members, invitations] = await database.read(book, (sql) =>
      Promise.all([membersOf(sql), openInvitations(sql)]),
    );
    const view = { book, person, csrf: reply.csrf(), draft: draftOf(book), members, invitations, ...more };
    return reply.page(
      { title: say('books.thisBook'), status: more.problems ? 422 : 200 },
      bookSettingsPage(view),
    );
  }

  app.get('/', { schema: { params: InBook } }, (request, reply) => show(request, reply));

  app.post(
    '/',
    { schema: { params: InBook, body: SettingsForm }, config: { rateLimit: limits.form } },
    async (request, reply) => {
      const { book } = inBook(request);
      const read = readSettings(request.body, book);
      if ('problems' in read) return show(request, reply, read);
      const change = acted((sql) => changeBook(sql, book.id, read.settings));
      try {
        const act = await database.write(changeOf(request), change);
        return reply.redirect(afterAct(`/books/${book.id}/settings`, act), 303);
      } catch (error) {
        if (!(error instanceof NameTakenError)) throw error;
        return show(request, reply, { draft: read.draft, problems: nameTaken() });
      }
    },
  );
};
