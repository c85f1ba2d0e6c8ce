import { fileURLToPath } from 'node:url';
import files from '@fastify/static';
import plugin from 'fastify-plugin';

const folder = fileURLToPath(new URL('../web/static/', import.meta.url));

/** Style sheets and icons, kept by browsers for a year: their address changes with their content. */
export const staticFilesPlugin = plugin(
  async (app) => {
    await app.register(files, {
      root: folder,
      prefix: '/static/',
      index: false,
      dotfiles: 'deny',
      immutable: true,
      maxAge: '365d',
    });
  },
  { name: 'static-files' },
);
