import { databaseStore } from './database-store.ts';
import type { ReceiptStore } from './store-interface.ts';
import { volumeStore } from './volume-store.ts';

/** Store that the configuration chooses. */
export interface StoreChoice {
  readonly store: 'database' | 'volume';
  /** Folder of the volume. */
  readonly folder: string;
}

export function storeOf({ store, folder }: StoreChoice): ReceiptStore {
  return store === 'volume' ? volumeStore(folder) : databaseStore();
}
