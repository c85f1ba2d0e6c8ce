import * as v from 'valibot';
import { group } from '../group.ts';
import { words } from '../value-types.ts';

/**
 * Role bindings, by the names of users and groups in the cluster; a service account is the user
 * `system:serviceaccount:<namespace>:<name>`. The default binds the roles to nobody.
 */
export const access = group({
  /** Look at everything but Secrets, read logs, forward ports, restart Deployments. */
  developer: v.optional(holders(), {}),
  /** Look at everything but Secrets. */
  viewer: v.optional(holders(), {}),
  /** Apply what is in the namespace, and reset passwords of people. */
  ciCd: v.optional(holders(), {}),
  /** Start dumps, drills and restores. */
  backupOperator: v.optional(holders(), {}),
});

function holders() {
  return group({
    /** Groups that have the role. */
    groups: v.optional(names('a group'), []),
    /** Users that have the role. */
    users: v.optional(names('a user'), []),
  });
}

function names(of: string) {
  const what = `the name of ${of}, and none that is everybody's, such as system:authenticated`;
  const name = words(what, (word) => EVERYBODY.has(word));
  return v.array(name, `must be a list of names, each of ${of}`);
}

/** Users and groups of Kubernetes that include everybody who reaches the API server, or every pod. */
const EVERYBODY = new Set([
  'system:anonymous',
  'system:authenticated',
  'system:serviceaccounts',
  'system:unauthenticated',
]);
