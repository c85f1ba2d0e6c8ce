/** Where a server is. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/**
 * Host and port of an address that the settings take: a URL, or a repository as ssh writes it, `git@git.example.com:finance.git`.
 * Without a port it is that of the scheme; of OCI that of HTTPS.
 */
export function hostAndPortOf(address: string): HostAndPort {
  const [, host] = /^git@([^:]+):/.exec(address) ?? [];
  if (host !== undefined) return { host, port: PORTS['ssh:'] };
  const { protocol, hostname, port } = new URL(address);
  return { host: hostname, port: Number(port || (PORTS[protocol as keyof typeof PORTS] ?? 443)) };
}

const PORTS = { 'http:': 80, 'ssh:': 22 } as const;
