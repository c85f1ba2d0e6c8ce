import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { largestUpload } from '../../plugins/largest-form-bytes.ts';
import { takeUploads } from '../../web/upload-body.ts';
import { adding } from './add-routes.ts';
import { bulkChanges } from './bulk-routes.ts';
import { editing } from './edit-and-delete-routes.ts';
import { listing } from './list-routes.ts';
import { livePreviewRoutes } from './live-preview-routes.ts';
import { takingApart } from './take-move-apart-routes.ts';

/** Fields and files of the largest form: a split of a hundred parts. */
const MOST_PARTS = 1600;

/** Routes of transactions, below `/books/:bookId/transactions`. */
export const transactions: FastifyPluginAsyncTypebox = async (app) => {
  await app.register(listing);
  await app.register(livePreviewRoutes);
  await app.register(bulkChanges);
  await app.register(async (scope) => {
    takeUploads(scope, { maxBytes: largestUpload(app.receipts.maxBytes), mostParts: MOST_PARTS });
    await scope.register(adding);
    await scope.register(editing);
  });
  await app.register(takingApart);
};
