import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { inBook } from '../../web/person-and-book-of-request.ts';
import { say } from '../../words/say.ts';
import { keyboardPage } from './page.ts';

const InBook = Type.Object({ bookId: Type.String() });

/** Route of the help about keys, at `/books/:bookId/keyboard`. */
export const keyboard: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/', { schema: { params: InBook } }, async (request, reply) => {
    const { book } = inBook(request);
    return reply.page({ title: say('keyboard.title') }, keyboardPage(book));
  });
};
