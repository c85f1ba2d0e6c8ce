/** Adds the `__Host-` prefix on https, which makes a browser refuse the cookie from another host, path or scheme. */
export function cookieName(name: string, https: boolean): string {
  return https ? `__Host-${name}` : name;
}
