import type { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import type { Images } from '../defaults/prefix-images-with-registry.ts';
import { keyName, STORE_USERS, storeInside } from '../facts/object-store-folders-and-keys.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import type { DeclaredValue } from '../secrets/declared-value-types.ts';
import { ObjectStoreBuckets } from './create-buckets-job.ts';
import { ObjectStoreServer } from './object-store.ts';

export interface StoreInsideProps {
  readonly settings: Settings;
  readonly images: Images;
  /** Creates the namespace of the store by name. */
  readonly fenced: (name: string) => FencedNamespace;
  /** Certificates of the platform's authority, which certifies the store. */
  readonly trusted: string | undefined;
}

/** The store inside: the secret values that it needs, the construct that its users depend on, and the authority they trust. */
export interface StoreInside {
  readonly values: readonly DeclaredValue[];
  readonly buckets: Construct;
  readonly trusted: string | undefined;
}

/** Adds the object store inside with its buckets, where the settings ask for one. */
export function storeInsideIn({
  settings,
  images,
  fenced,
  trusted,
}: StoreInsideProps): StoreInside | undefined {
  const store = storeInside(settings);
  if (!store) return undefined;
  const round = settings.secrets.rotation.objectStore;
  const namespace = fenced(store.namespace);
  const server = new ObjectStoreServer(namespace.part('object-store', 'data'), 'object-store', {
    ...store,
    image: images.versitygw,
    platform: settings.namespace,
  });
  const buckets = new ObjectStoreBuckets(namespace.part('object-store-buckets', 'jobs'), 'buckets', {
    image: images.rclone,
    round,
    trusted,
  });
  buckets.node.addDependency(server);
  namespace.limit();
  const values = (['root', ...STORE_USERS] as const).map(
    (user): DeclaredValue => ({
      token: keyName(user),
      made: { by: 'random', length: 40, rotation: round },
    }),
  );
  return { values, buckets, trusted };
}
