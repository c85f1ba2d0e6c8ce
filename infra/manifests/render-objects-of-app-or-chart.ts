import { ApiObject, type App, type Chart } from 'cdk8s';
import type { KubeObject } from './object.ts';

/**
 * Returns every object below an app or a chart, in order of creation.
 *
 * @param namespace the only namespace to render objects of. @default all objects
 */
export function objectsIn(scope: App | Chart, namespace?: string): readonly KubeObject[] {
  return scope.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace)
    .map((object) => object.toJson() as KubeObject);
}
