import * as v from 'valibot';
import { group } from '../group.ts';
import { resources } from '../resources.ts';
import { whole } from '../value-types.ts';

/** Pods that run background jobs. */
export const worker = group({
  /** Replicas; one is enough for nightly jobs, with two they go on while a node is down. */
  replicas: v.optional(whole(1, 20), 1),
  /** CPU and memory of each pod. */
  resources: resources('50m/96Mi', '250m/256Mi'),
});
