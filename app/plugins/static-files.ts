import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import files from '@fastify/static';
import plugin from 'fastify-plugin';
import { asset } from '../web/hashed-static-file-url.ts';

const folder = fileURLToPath(new URL('../web/static/', import.meta.url));

/**
 * Serves style sheets and icons, cached by browsers for a year: their URL changes with their content. During a rollout,
 * a page of one version may request the file from a pod of the other, which must not be cached under that URL.
 */
export const staticFilesPlugin = plugin(
  async (app) => {
    await app.register(files, {
      root: folder,
      prefix: '/static/',
      index: false,
      dotfiles: 'deny',
      immutable: true,
      maxAge: '365d',
      preCompressed: true, // by web/precompress-files.ts, while the image is built
      setHeaders: (reply, path) => {
        const name = basename(path).replace(/\.(?:br|gz)$/, '');
        if (reply.request.url !== asset(name)) reply.header('cache-control', 'no-cache');
      },
    });
  },
  { name: 'static-files' },
);
