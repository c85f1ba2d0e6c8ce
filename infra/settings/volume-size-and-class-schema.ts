import * as v from 'valibot';
import { group } from './group.ts';
import { objectName } from './name-and-url-schemas.ts';
import { memory } from './quantity-text-and-choice-schemas.ts';

/** Schema of the volume of a server. */
export function storage(defaultSize: string) {
  return v.optional(
    group({
      /** Size of the volume. */
      size: v.optional(memory(), defaultSize),
      /** Storage class; absent: the cluster's default. */
      storageClass: v.exactOptional(objectName()),
    }),
    {},
  );
}
