import type { LabelSelector, Labels } from './kinds.ts';
import { type KubeObject, podTemplate } from './object.ts';
import { operated } from './operated.ts';

/** Whether a selector takes something with these labels; an empty selector takes everything. */
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

/** The objects of a namespace whose pods a selector takes. */
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
