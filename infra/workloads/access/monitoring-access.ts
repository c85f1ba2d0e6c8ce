import { Construct } from 'constructs';
import type { KubeObject } from '../../manifests/object.ts';
import { addRole, type Holders } from './role.ts';
import { developer, viewer } from './rules.ts';

export interface MonitoringAccessProps {
  readonly namespace: string;
  /** Everything of the platform. */
  readonly objects: readonly KubeObject[];
  readonly held: Readonly<Record<'developer' | 'viewer', Holders>>;
}

/**
 * The way of people to dashboards, queries and traces: who may look at the app sees that they run, who may open a way to its
 * ports opens one to theirs. Nobody changes or restarts anything here.
 */
export class MonitoringAccess extends Construct {
  constructor(scope: Construct, id: string, { namespace, objects, held }: MonitoringAccessProps) {
    super(scope, id);
    const here = objects.filter(({ metadata }) => metadata.namespace === namespace);
    addRole(this, { name: 'viewer', rules: viewer(here), heldBy: held.viewer });
    const rules = developer(here).filter(({ verbs }) => !verbs.includes('patch'));
    addRole(this, { name: 'developer', rules, heldBy: held.developer });
  }
}
