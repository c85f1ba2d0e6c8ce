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
  return v.array(words(`the name of ${of}`), `must be a list of names, each of ${of}`);
}
