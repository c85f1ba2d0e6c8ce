/** Advice on resources that drift does not check: Helm releases, and everything outside the cluster. */
export function uncheckedResources(others: ReadonlyMap<string, number>, onStack: readonly string[]): string {
  const counted = [...others].map(([module, count]) => `${count} ${module}`).join(', ');
  const command = ['pulumi refresh --preview-only --expect-no-changes', ...onStack].join(' ');
  return `Not looked at: ${counted}. ${command} asks their providers.`;
}
