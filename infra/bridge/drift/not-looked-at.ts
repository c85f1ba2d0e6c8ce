/** What a person does about resources that are no objects of ours: Helm releases, and what is not in the cluster. */
export function notLookedAt(others: ReadonlyMap<string, number>, onStack: readonly string[]): string {
  const counted = [...others].map(([module, count]) => `${count} ${module}`).join(', ');
  const command = ['pulumi refresh --preview-only --expect-no-changes', ...onStack].join(' ');
  return `Not looked at: ${counted}. ${command} asks their providers.`;
}
