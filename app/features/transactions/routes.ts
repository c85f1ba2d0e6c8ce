import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { adding } from './add-routes.ts';
import { bulkChanges } from './bulk-routes.ts';
import { editing } from './edit-routes.ts';
import { listing } from './list-routes.ts';
import { livePreviewRoutes } from './live-preview-routes.ts';

/** Routes of transactions, below `/books/:bookId/transactions`. */
export const transactions: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(listing);
  await app.register(adding);
  await app.register(livePreviewRoutes);
  await app.register(bulkChanges);
  await app.register(editing);
};
