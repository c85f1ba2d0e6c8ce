import * as v from 'valibot';
import { group } from '../group.ts';
import { cpu, memory, whole } from '../values.ts';

/**
 * What the namespace may use in all: the limits of its pods, and what its claims ask for. What is absent is summed up
 * from what runs there; what is too little for it is refused when the platform is put together.
 */
export const quota = group({
  cpu: v.exactOptional(cpu()),
  memory: v.exactOptional(memory()),
  pods: v.exactOptional(whole(1, 1000)),
  storage: v.exactOptional(memory()),
});
