import * as pulumi from '@pulumi/pulumi';
import type { Plan } from '../plan-objects.ts';
import { RELEASED_CLUSTER, released, releaseName } from '../protect-and-ignore-changes.ts';
import { type FormerObject, former, objectsAmong } from '../read-state-before-run.ts';
import { dataLosses, type Loss, paired } from './data-losses.ts';
import { unneededReleases } from './warn-of-unused-permissions-to-lose-data.ts';

/**
 * Compares a plan with the objects of the stack, before anything is registered.
 *
 * @param release objects that may be lost all the same, each by its `releaseName`
 * @returns the plan, with those of them unprotected that this run loses
 * @throws pulumi.RunError that says what else would be lost, and how to allow just that
 */
export async function guardPlan(plan: Plan, release: readonly string[]): Promise<Plan> {
  // Without an engine, as in tests with mocks, there is nothing to lose.
  const isGuarded = plan.objects.some(({ protect }) => protect);
  if (!pulumi.runtime.hasEngine() || !(isGuarded || release.length > 0)) return plan;
  const judged = withPermissions(plan, objectsAmong(await former()), release);
  for (const warning of judged.warnings) await pulumi.log.warn(warning);
  return judged.plan;
}

/**
 * Unprotects the objects that a plan loses with permission, and no others: an object stays protected in later runs, even while
 * its name is still in the settings.
 *
 * @throws pulumi.RunError that says what would be lost without permission
 */
export function withPermissions(
  plan: Plan,
  before: readonly FormerObject[],
  release: readonly string[],
): { readonly plan: Plan; readonly warnings: readonly string[] } {
  const pairs = paired(before, plan.objects);
  const found = dataLosses(pairs);
  const isAllowed = (loss: Loss) => loss.release !== undefined && release.includes(loss.release);
  refuse(
    found.filter((loss) => loss.release !== undefined && !isAllowed(loss)),
    release.length,
  );
  // A move to another cluster replaces every object, although none of the manifests changes.
  const used = new Set<string | undefined>(
    release.includes(RELEASED_CLUSTER) ? release : found.filter(isAllowed).map((loss) => loss.release),
  );
  const unused = unneededReleases(release, (name) => name !== RELEASED_CLUSTER && !used.has(name));
  const free = new Set(
    pairs.flatMap(({ before: { manifest }, after }) =>
      after && used.has(releaseName(manifest)) ? [after.name] : [],
    ),
  );
  return {
    plan: {
      objects: plan.objects.map((object) =>
        free.has(object.name) ? { ...object, ...released(object) } : object,
      ),
    },
    // Objects that left the program: Pulumi itself refuses to delete them for as long as they are protected.
    warnings: [...found.map(({ text }) => text), ...(unused === undefined ? [] : [unused])],
  };
}

function refuse(found: readonly Loss[], count: number): void {
  if (found.length === 0) return;
  const texts = found.map(
    ({ text, release }, index) =>
      `${text}\n  → to allow this one: pulumi config set --path 'bridge:release[${count + index}]' ${release}`,
  );
  throw new pulumi.RunError(
    `this run would lose data, so nothing was touched:\n${texts.join('\n')}\n` +
      'Or put back what the objects had before. Take a backup first; take the permission back afterwards.',
  );
}
