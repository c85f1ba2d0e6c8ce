import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { draftRoutes } from './draft-and-finished-import-routes.ts';
import { moveRoutes } from './join-moves-routes.ts';
import { progressRoutes } from './progress-and-cancel-routes.ts';
import { uploadRoutes } from './upload-and-list-routes.ts';

/** Routes to import bank files, below `/books/:bookId/imports`. */
export const imports: FastifyPluginAsyncTypebox<{ uploads: { maxBytes: number } }> = async (
  app,
  { uploads },
) => {
  await app.register(uploadRoutes, { uploads });
  await app.register(draftRoutes);
  await app.register(progressRoutes);
  await app.register(moveRoutes);
};
