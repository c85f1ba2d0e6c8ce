import { type KubeObject, podTemplate } from './object.ts';
import { operated } from './objects-created-by-operators.ts';
import type { LabelSelector, Labels } from './objects-of-kind.ts';

/** True when a selector matches these labels; an empty selector matches everything. */
export function matches(selector: LabelSelector, labels: Labels = {}): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      throw new Error(`there is no selector operator ${operator}`);
    })
  );
}

/** Returns the objects of a namespace whose pods a selector matches. */
export function selected(
  objects: readonly KubeObject[],
  namespace: string | undefined,
  selector: LabelSelector,
): readonly KubeObject[] {
  return objects.filter((object) => {
    const template = operated(object)?.template ?? podTemplate(object);
    return (
      template && object.metadata.namespace === namespace && matches(selector, template.metadata?.labels)
    );
  });
}
