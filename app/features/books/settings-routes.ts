import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problems } from '../../web/forms.ts';
import { changeOf, inBook } from '../../web/in-book.ts';
import { membersOf, removeMember } from './members.ts';
import { InBook, KeyedForm, OfMember, RenameForm, SettingsQuery } from './schema.ts';
import { bookSettingsPage } from './settings-page.ts';
import { renameBook } from './store.ts';

/** Only the owner decides who else is a member. */
class OwnerOnlyError extends Error {
  readonly statusCode = 403;
  constructor() {
    super('Only the owner of a book takes people out.');
  }
}

/** Name and members of one book; below `/books/:bookId/settings`. */
export const bookSettings: FastifyPluginAsyncTypebox = async (app) => {
  const { database } = app;

  async function show(
    request: FastifyRequest,
    reply: FastifyReply,
    more: { problems?: Problems; name?: string } = {},
  ) {
    const { book } = inBook(request);
    const members = await database.read(book, membersOf);
    const body = bookSettingsPage({ book, csrf: reply.csrf(), name: book.name, members, ...more });
    const { saved } = request.query as { saved?: string };
    return reply.page(
      { title: 'This book', status: more.problems ? 422 : 200, ...(saved && { notice: 'Saved.' }) },
      body,
    );
  }

  app.get('/', { schema: { params: InBook, querystring: SettingsQuery } }, (request, reply) =>
    show(request, reply),
  );

  app.post('/', { schema: { params: InBook, body: RenameForm } }, async (request, reply) => {
    const { book } = inBook(request);
    const name = request.body.name.trim();
    if (name === '') return show(request, reply, { name, problems: { name: 'Type a name.' } });
    await database.write(changeOf(request), (sql) => renameBook(sql, book.id, name));
    return reply.redirect(`/books/${book.id}/settings?saved=1`, 303);
  });

  const leaving = { onRequest: requireOwner, schema: { params: OfMember, body: KeyedForm } };
  app.post('/members/:personId/remove', leaving, async (request, reply) => {
    const { book } = inBook(request);
    await database.write(changeOf(request), (sql) => removeMember(sql, book.id, request.params.personId));
    return reply.redirect(`/books/${book.id}/settings?saved=1`, 303);
  });
};

async function requireOwner(request: FastifyRequest): Promise<void> {
  if (inBook(request).book.role !== 'owner') throw new OwnerOnlyError();
}
