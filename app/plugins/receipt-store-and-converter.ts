import plugin from 'fastify-plugin';
import { type Converter, converter } from '../receipts/convert/convert-in-child-process.ts';
import { type StoreChoice, storeOf } from '../receipts/store/choose-store.ts';
import type { ReceiptStore } from '../receipts/store/store-interface.ts';
import { say } from '../words/say.ts';

declare module 'fastify' {
  interface FastifyInstance {
    receipts: Receipts;
  }
}

export interface Receipts {
  readonly store: ReceiptStore;
  readonly converter: Converter;
  /** Bytes of the largest file that is taken. */
  readonly maxBytes: number;
  /** Bytes of receipts that one book may have. */
  readonly bookBytes: number;
}

interface Options {
  readonly uploads: StoreChoice & Pick<Receipts, 'maxBytes' | 'bookBytes'>;
}

/** Gives the app the store of receipts, and one process that converts what is uploaded; it starts with the first file. */
export const receiptsPlugin = plugin<Options>(
  async (app, { uploads }) => {
    const { maxBytes, bookBytes } = uploads;
    const made = converter(() => say('receipts.busy'));
    app.decorate('receipts', { store: storeOf(uploads), converter: made, maxBytes, bookBytes });
    app.addHook('onClose', async () => made.close());
  },
  { name: 'receipts' },
);
