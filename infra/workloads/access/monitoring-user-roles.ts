import { Construct } from 'constructs';
import type { KubeObject } from '../../manifests/object.ts';
import { addRole, type Holders } from '../defaults/role-for-users-and-groups.ts';
import { developer, viewer } from './rules-by-role.ts';

export interface MonitoringUserRolesProps {
  readonly namespace: string;
  /** All objects of the platform. */
  readonly objects: readonly KubeObject[];
  readonly held: Readonly<Record<'developer' | 'viewer', Holders>>;
}

/**
 * Access of people to dashboards, queries and traces: viewers of the app see that they run, and developers, who may
 * port-forward to the app, may port-forward to them too. Nobody changes or restarts anything here.
 */
export class MonitoringUserRoles extends Construct {
  constructor(scope: Construct, id: string, { namespace, objects, held }: MonitoringUserRolesProps) {
    super(scope, id);
    const here = objects.filter(({ metadata }) => metadata.namespace === namespace);
    addRole(this, { name: 'viewer', rules: viewer(here), heldBy: held.viewer });
    const rules = developer(here).filter(({ verbs }) => !verbs.includes('patch'));
    addRole(this, { name: 'developer', rules, heldBy: held.developer });
  }
}
