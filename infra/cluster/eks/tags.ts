/** Component that a resource belongs to; the provider adds the owner. */
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

/** Owner tags of every resource, set by the provider's default tags; repeated for what AWS creates from our resources. */
export function ownerTags(stack: string) {
  return { project: 'finance-platform', stack };
}

/** Tags of one resource. */
export function tagsOf(component: Component, name?: string) {
  return { component, ...(name !== undefined && { Name: name }) };
}
