import type { Construct } from 'constructs';
import { Kube } from '../house/kube.ts';
import type { Rule } from './rules.ts';

export interface RoleProps {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly heldBy: Holders;
}

export interface Holders {
  readonly groups: readonly string[];
  readonly users: readonly string[];
}

/** Adds a role in the namespace of the chart. Without holders it is there, and bound to nobody. */
export function addRole(scope: Construct, { name, rules, heldBy: { groups, users } }: RoleProps): void {
  new Kube(scope, name, 'Role', { metadata: { name }, rules: [...rules] });
  const apiGroup = 'rbac.authorization.k8s.io';
  const subjects = [
    ...groups.map((group) => ({ apiGroup, kind: 'Group', name: group })),
    ...users.map((user) => ({ apiGroup, kind: 'User', name: user })),
  ];
  if (subjects.length === 0) return;
  new Kube(scope, `${name}-holders`, 'RoleBinding', {
    metadata: { name },
    roleRef: { apiGroup, kind: 'Role', name },
    subjects,
  });
}
