import type { KubeObject } from '../object.ts';
import { type Finding, finding } from './finding.ts';
import { everyContainer, withPods } from './list-pod-templates-and-containers.ts';

/** Images are pinned by tag or digest, and pulled only if the node does not have them. */
export function images(objects: readonly KubeObject[]): readonly Finding[] {
  return withPods(objects).flatMap(({ object, template }) =>
    everyContainer(template).flatMap(({ name, image, imagePullPolicy }) => [
      ...(isPinned(image) ? [] : [finding(object, `${name} runs an image that is not pinned: ${image}`)]),
      ...(imagePullPolicy === 'IfNotPresent' ? [] : [finding(object, `${name} does not say IfNotPresent`)]),
    ]),
  );
}

function isPinned(image: string): boolean {
  // The registry's host may contain a colon too.
  const name = image.slice(image.lastIndexOf('/') + 1);
  return /[:@]/.test(name) && !name.endsWith(':latest');
}
