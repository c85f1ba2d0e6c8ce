import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { limits } from '../../plugins/rate-limit.ts';
import type { Problems } from '../../web/forms.ts';
import { changeOf, inBook } from '../../web/in-book.ts';
import { openInvitations } from './invitations.ts';
import { membersOf } from './members.ts';
import { InBook, SettingsForm, SettingsQuery } from './schema.ts';
import { draftOf, readSettings, type SettingsDraft } from './settings-form.ts';
import { bookSettingsPage } from './settings-page.ts';
import { changeBook } from './store.ts';

/** Name, calendar, members and open invitations of one book; below `/books/:bookId/settings`. */
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
    const body = bookSettingsPage(view);
    const { saved } = request.query as { saved?: string };
    return reply.page(
      { title: 'This book', status: more.problems ? 422 : 200, ...(saved && { notice: 'Saved.' }) },
      body,
    );
  }

  app.get('/', { schema: { params: InBook, querystring: SettingsQuery } }, (request, reply) =>
    show(request, reply),
  );

  app.post(
    '/',
    { schema: { params: InBook, body: SettingsForm }, config: { rateLimit: limits.form } },
    async (request, reply) => {
      const { book } = inBook(request);
      const read = readSettings(request.body, book);
      if ('problems' in read) return show(request, reply, read);
      await database.write(changeOf(request), (sql) => changeBook(sql, book.id, read.settings));
      return reply.redirect(`/books/${book.id}/settings?saved=1`, 303);
    },
  );
};
