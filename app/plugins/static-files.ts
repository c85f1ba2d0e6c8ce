import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import files from '@fastify/static';
import plugin from 'fastify-plugin';
import { asset } from '../web/assets.ts';

const folder = fileURLToPath(new URL('../web/static/', import.meta.url));

/**
 * Style sheets and icons, kept by browsers for a year: their address changes with their content. While a new version rolls
 * out, a page of one version may ask a pod of the other: that one's file must not be kept under the wrong address.
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
      preCompressed: true, // by web/compress.ts, while the image is made
      setHeaders: (reply, path) => {
        const name = basename(path).replace(/\.(?:br|gz)$/, '');
        if (reply.request.url !== asset(name)) reply.header('cache-control', 'no-cache');
      },
    });
  },
  { name: 'static-files' },
);
