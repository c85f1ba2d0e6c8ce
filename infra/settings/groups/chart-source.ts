import * as v from 'valibot';
import { group } from '../group.ts';
import { chartRepository } from '../name-and-url-schemas.ts';
import { text } from '../quantity-text-and-choice-schemas.ts';

/** Repository and version of a Helm chart. */
export function chartSource(version: string) {
  return group({
    /** Helm repository of the publisher, or a mirror of it. */
    repository: chartRepository(),
    /** Version of the chart; pinned, because a newer one may replace custom kinds that are in use. */
    version: v.optional(
      text('a chart version such as 1.2.3', (word) => /^v?\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/.test(word)),
      version,
    ),
  });
}
