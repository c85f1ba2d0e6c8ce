import * as v from 'valibot';
import { group } from '../group.ts';
import { chartRepository } from '../names.ts';
import { text } from '../values.ts';

/** Where a Helm chart comes from, and which one it is. */
export function chartSource(version: string) {
  return group({
    /** Its publisher's Helm repository, or a mirror of it. */
    repository: chartRepository(),
    /** Of the chart; pinned, because a newer one may replace custom kinds that are in use. */
    version: v.optional(
      text('a chart version such as 1.2.3', (word) => /^v?\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/.test(word)),
      version,
    ),
  });
}
