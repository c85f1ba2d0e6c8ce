import * as pulumi from '@pulumi/pulumi';
import { RELEASED_CLUSTER, released, releaseName } from '../guard.ts';
import type { Plan } from '../plan.ts';
import { former, objectsAmong } from './former.ts';
import { type Loss, losses, paired } from './losses.ts';

/**
 * Compares a plan with what the stack holds, before anything is registered.
 *
 * @param release what may be lost all the same, each by its `releaseName`
 * @returns the plan, in which that is not guarded
 * @throws pulumi.RunError that says what else would be lost, and how to allow just that
 */
export async function guarded(plan: Plan, release: readonly string[]): Promise<Plan> {
  // Where nothing is deployed, as in tests with mocks, there is nothing to lose.
  if (!pulumi.runtime.hasEngine() || !plan.objects.some(({ protect }) => protect)) return plan;
  const pairs = paired(objectsAmong(await former()), plan.objects);
  const found = losses(pairs, release);
  refuse(
    found.filter((loss) => loss.release !== undefined),
    release.length,
  );
  for (const name of release.filter(
    (one) => one !== RELEASED_CLUSTER && !pairs.some(({ before }) => releaseName(before.manifest) === one),
  ))
    await pulumi.log.warn(
      `bridge:release names ${name}, which this stack does not hold (any more): take it out`,
    );
  // Of what is not registered, Pulumi refuses the deletion itself, for as long as it is protected.
  for (const { text } of found) await pulumi.log.warn(text);
  const free = new Set(
    pairs.flatMap(({ before, after }) =>
      after && release.includes(releaseName(before.manifest)) ? [after.name] : [],
    ),
  );
  return {
    objects: plan.objects.map((object) =>
      free.has(object.name) ? { ...object, ...released(object) } : object,
    ),
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
