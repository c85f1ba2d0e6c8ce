import { type KubeObject, podTemplate } from '../object.ts';
import { operated } from '../objects-created-by-operators.ts';
import { ofKind } from '../objects-of-kind.ts';
import { selected } from '../selector.ts';
import { type Finding, finding } from './finding.ts';

/**
 * Pods behind a Service and pods with data name a priority class, in a namespace that has any: pods without a class are the
 * first to be evicted from a node that runs out of room.
 */
export function priorities(objects: readonly KubeObject[]): readonly Finding[] {
  const pods = objects.flatMap((object) => {
    const spec = (operated(object)?.template ?? podTemplate(object))?.spec;
    return spec ? [{ object, named: spec.priorityClassName }] : [];
  });
  const knows = new Set(pods.flatMap(({ object, named }) => (named ? object.metadata.namespace : [])));
  const serving = ofKind(objects, 'Service').flatMap(({ metadata, spec }) =>
    spec.selector ? selected(objects, metadata.namespace, { matchLabels: spec.selector }) : [],
  );
  return pods
    .filter(({ object, named }) => named === undefined && knows.has(object.metadata.namespace))
    .filter(({ object }) => serving.includes(object) || KEEPS_DATA.has(object.kind))
    .map(({ object }) => finding(object, 'names no priority class'));
}

const KEEPS_DATA = new Set(['StatefulSet', 'Cluster']);
