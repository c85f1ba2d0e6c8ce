import * as v from 'valibot';
import { group } from '../group.ts';
import { words } from '../values.ts';

/**
 * Who has which role, by the names that the cluster knows people and programs by; a service account is the user
 * `system:serviceaccount:<namespace>:<name>`. The default binds the roles to nobody.
 */
export const access = group({
  developer: v.optional(holders(), {}),
  viewer: v.optional(holders(), {}),
  ciCd: v.optional(holders(), {}),
  backupOperator: v.optional(holders(), {}),
});

function holders() {
  return group({ groups: v.optional(names('a group'), []), users: v.optional(names('a user'), []) });
}

function names(of: string) {
  const what = `the name of ${of}, and none that is everybody's, such as system:authenticated`;
  const name = words(what, (word) => EVERYBODY.has(word));
  return v.array(name, `must be a list of names, each of ${of}`);
}

/** Groups and a user of Kubernetes that whoever reaches the API server, or every pod, is in. */
const EVERYBODY = new Set([
  'system:anonymous',
  'system:authenticated',
  'system:serviceaccounts',
  'system:unauthenticated',
]);
