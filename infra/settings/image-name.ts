/*
 * The parts of an image's name, as every runtime of containers reads them.
 */

/** The name without its tag and digest; a registry may have a port. */
export function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
}

/** Whether a name begins with the host of a registry. One that does not is looked for on Docker Hub. */
export function namesRegistry(name: string): boolean {
  const [first = '', ...rest] = name.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
}
