import { checksum } from '../json-checksum.ts';
import type { KubeObject } from '../object.ts';
import { CONFIG_CHECKSUM } from '../pod-rolling-annotation-names.ts';
import { finder, references } from '../references.ts';
import { type Finding, finding } from './finding.ts';
import { withPods } from './list-pod-templates-and-containers.ts';

/** Pods that read ConfigMaps carry a checksum of their contents, so that they roll when these change. */
export function configChecksums(objects: readonly KubeObject[]): readonly Finding[] {
  const find = finder(objects);
  return withPods(objects).flatMap(({ object, template }) => {
    const read = new Set(
      references(object)
        .filter(({ kind }) => kind === 'ConfigMap')
        .map(find),
    );
    if (read.size === 0) return [];
    const wanted = checksum([...read].map((config) => config?.['data']));
    const stated = template.metadata?.annotations?.[CONFIG_CHECKSUM];
    if (stated === wanted) return [];
    const names = [...read].map((config) => config?.metadata.name).join(', ');
    const problem =
      stated === undefined
        ? `its pods have no annotation ${CONFIG_CHECKSUM}: write checksum([data of ${names}])`
        : `its ${CONFIG_CHECKSUM} is ${stated}, not ${wanted}, which is that of ${names}`;
    return [finding(object, problem)];
  });
}
