import { ApiObject, type App, type Chart } from 'cdk8s';
import type { KubeObject } from '../../manifests/object.ts';

/** Returns every object below an app or a chart, in order of creation. */
export function objectsIn(scope: App | Chart): readonly KubeObject[] {
  return scope.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => object.toJson() as KubeObject);
}
