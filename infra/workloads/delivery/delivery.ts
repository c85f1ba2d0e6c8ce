import type { App } from 'cdk8s';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import type { Settings } from '../../settings/schema.ts';
import { addOnsOf } from '../add-ons/list-wanted-helm-releases.ts';
import { Part } from '../defaults/chart-file-with-apply-phase.ts';
import { ARGO_CD } from '../defaults/names-and-ports.ts';
import { joined } from '../defaults/role-for-users-and-groups.ts';
import { markForArgoCd } from './annotate-objects-for-argo-cd.ts';
import { ArgoCd, DELIVERY } from './argo-cd-applications-and-projects.ts';

/** Adds the Applications that deliver everything in the app, and marks its objects for them, where Argo CD delivers. */
export function deliveryIn(app: App, settings: Settings): void {
  const { delivery, namespace, access } = settings;
  if (delivery.kind !== 'argo-cd') return;
  const part = new Part(app, DELIVERY, { namespace: delivery.namespace, phase: 'addOns' });
  new ArgoCd(part, 'argo-cd', {
    ...delivery,
    platform: namespace,
    addOns: addOnsOf(settings).filter(({ name }) => name !== ARGO_CD.name),
    objects: objectsIn(app),
    watchedBy: joined(access.developer, access.viewer, access.ciCd),
  });
  markForArgoCd(app);
}
