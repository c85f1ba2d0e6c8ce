import * as v from 'valibot';
import { group } from '../group.ts';
import { objectName } from '../names.ts';
import { resources } from '../resources.ts';
import { choice, flag, memory, text, whole } from '../values.ts';

/** The Postgres that holds the truth. */
export const database = group({
  mode: v.optional(choice(['statefulset'], ['cloudnative-pg', 'external', 'rds']), 'statefulset'),
  name: v.optional(
    text('a Postgres name: a-z, 0-9 and _, not starting with a digit, at most 63', (word) =>
      /^[a-z_][a-z0-9_]{0,62}$/.test(word),
    ),
    'finance',
  ),
  storage: v.optional(
    group({
      size: v.optional(memory(), '5Gi'),
      /** Absent: the class that the cluster takes by default. */
      storageClass: v.exactOptional(objectName()),
    }),
    {},
  ),
  resources: resources('250m/256Mi', '500m/1Gi'),
  /**
   * A port of every node that leads to Postgres, for a look with a tool of one's own; usually 30432. Absent: there is none.
   * The password is all that protects it: take it out again.
   */
  debugNodePort: v.exactOptional(whole(30000, 32767)),
  /** Pulumi then refuses to delete or replace the data. */
  protect: v.optional(flag(), true),
});
