import type { Volume } from './typed-kubernetes-objects.ts';

/**
 * Volume `tls` with a server's certificate and private key, which nobody but root and the group of the pod can read: this
 * is as open as a key may be for PostgreSQL.
 */
export function tlsVolume(secretName: string): Volume {
  return { name: 'tls', secret: { secretName, defaultMode: 0o440, items: ITEMS } };
}

const ITEMS = ['tls.crt', 'tls.key'].map((key) => ({ key, path: key }));
