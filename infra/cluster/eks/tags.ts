/** What a resource is part of; the provider adds whose it is. */
export type Component =
  | 'network'
  | 'keys'
  | 'control-plane'
  | 'nodes'
  | 'identity'
  | 'add-ons'
  | 'uploads'
  | 'database'
  | 'cache'
  | 'backup';

/** Of every resource, by the provider's default tags; and of what AWS makes from them, where we say them again. */
export function ownerTags(stack: string) {
  return { project: 'finance-platform', stack };
}

/** Of one resource. */
export function tagsOf(component: Component, name?: string) {
  return { component, ...(name !== undefined && { Name: name }) };
}
