/* Parts of an image's name, as every container runtime parses them. */

/** Name of an image without its tag and digest; a registry may have a port. */
export function repositoryOf(image: string): string {
  return image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
}

/** Tag of an image; undefined for one that is named by its digest alone. */
export function tagOf(image: string): string | undefined {
  return /:([^/:@]+)(?:@|$)/.exec(image.replace(/@.*$/, ''))?.[1];
}

/** True when a name begins with the host of a registry; others resolve to Docker Hub. */
export function namesRegistry(name: string): boolean {
  const [first = '', ...rest] = name.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
}
