import { ApiObject, type App, type Chart } from 'cdk8s';
import type { KubeObject } from '../../manifests/object.ts';

/** Every object below an app or a chart, in the order in which they were made. */
export function objectsIn(scope: App | Chart): readonly KubeObject[] {
  return scope.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => object.toJson() as KubeObject);
}
