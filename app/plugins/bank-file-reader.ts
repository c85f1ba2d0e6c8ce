import plugin from 'fastify-plugin';
import { type BankFileReader, bankFileReader } from '../bank-files/read-in-child-process.ts';

declare module 'fastify' {
  interface FastifyInstance {
    bankFiles: BankFileReader;
  }
}

/** Gives the app one process that reads bank files; it starts with the first file. */
export const bankFileReaderPlugin = plugin(
  async (app) => {
    const reader = bankFileReader();
    app.decorate('bankFiles', reader);
    app.addHook('onClose', () => reader.close());
  },
  { name: 'bank-file-reader' },
);
