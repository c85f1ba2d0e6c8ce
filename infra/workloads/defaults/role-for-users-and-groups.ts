import type { Construct } from 'constructs';
import { Kube } from './typed-kubernetes-objects.ts';

/** Permissions of a role, as RBAC writes them. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

export interface RoleProps {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly heldBy: Holders;
}

export interface Holders {
  readonly groups: readonly string[];
  readonly users: readonly string[];
}

/** Adds a Role to the namespace of the chart. Without holders it exists, bound to nobody. */
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

/** All holders of several roles. */
export function joined(...all: readonly Holders[]): Holders {
  const names = (of: keyof Holders) => [...new Set(all.flatMap((holders) => holders[of]))];
  return { groups: names('groups'), users: names('users') };
}
