import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { adding } from './add-routes.ts';
import { counting } from './count-routes.ts';
import { editing } from './edit-routes.ts';
import { listing } from './list-routes.ts';

/** What was spent, received and moved; below `/books/:bookId/transactions`. */
export const transactions: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(listing);
  await app.register(adding);
  await app.register(counting);
  await app.register(editing);
};
