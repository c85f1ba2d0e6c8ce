import type { Tier } from './names-and-ports.ts';
import { tlsVolume } from './tls-volume.ts';

/** Everything that a pod of the app needs to serve TLS too, for the first container and for its environment. */
export function encryptedPort({ name, tlsPort }: Tier) {
  const mountPath = `/etc/${name}-tls`;
  return {
    variables: {
      TLS_PORT: String(tlsPort),
      TLS_CERT_FILE: `${mountPath}/tls.crt`,
      TLS_KEY_FILE: `${mountPath}/tls.key`,
    },
    ports: [{ name: 'https', containerPort: tlsPort }],
    mounts: [{ name: 'tls', mountPath, readOnly: true }],
    volumes: [tlsVolume(`${name}-tls`)],
  };
}
