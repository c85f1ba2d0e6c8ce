import * as v from 'valibot';
import { agree } from '../agree.ts';
import { group } from '../group.ts';
import { resources } from '../resources.ts';
import { flag, whole } from '../values.ts';

const autoscaling = group({
  min: v.optional(whole(1, 100), 2),
  max: v.optional(whole(1, 100), 5),
  cpuPercent: v.optional(whole(1, 100), 80),
});

/** A tier before the app: it serves the static files and hands everything else on. */
export const frontend = group({
  enabled: v.optional(flag(), false),
  resources: resources('100m/96Mi', '500m/192Mi'),
  autoscaling: v.optional(
    v.pipe(
      autoscaling,
      agree<v.InferOutput<typeof autoscaling>>(
        ['min', 'max'],
        ({ min, max }) => min <= max,
        ({ max }) => `must not be above max (${max})`,
      ),
    ),
    {},
  ),
});
