import { quantity } from '../../manifests/quantity.ts';

export interface PostgresTuning {
  /** Memory limit of the container, for example `1Gi`. */
  readonly memory: string;
  /** Connections that clients may hold at the same time. */
  readonly connections: number;
}

/**
 * Server settings that fit a container, after the rules of thumb of the PostgreSQL manual ("Resource Consumption"):
 * a quarter of the memory for shared buffers, three quarters assumed as cache, the rest for connections and sorting.
 */
export function tunedFor({ memory, connections }: PostgresTuning): Record<string, string> {
  const bytes = quantity(memory);
  const shared = bytes / 4;
  const maintenance = bytes / 16;
  const free = bytes - shared - maintenance - connections * PER_CONNECTION;
  return {
    max_connections: String(connections),
    shared_buffers: inMegabytes(shared),
    effective_cache_size: inMegabytes((bytes * 3) / 4),
    maintenance_work_mem: inMegabytes(maintenance),
    // Assumes that a quarter of the connections sort at the same time, in two operations each.
    work_mem: inMegabytes(Math.min(64 * MIB, Math.max(MIB, free / (connections / 2)))),
    // Volumes are network disks or SSDs; the default is for spinning disks.
    random_page_cost: '1.1',
    checkpoint_timeout: '15min',
    max_wal_size: '1GB',
    wal_compression: 'lz4',
    // JIT compilation costs more than it saves for queries that take milliseconds.
    jit: 'off',
    // Transactions of a pod that died without closing its connection must not hold locks for ever.
    idle_in_transaction_session_timeout: '60s',
    tcp_keepalives_idle: '60',
    log_min_duration_statement: '500ms',
    // Query parameters contain people's amounts.
    log_parameter_max_length: '0',
    log_lock_waits: 'on',
  };
}

const MIB = 2 ** 20;
/** Private memory of a backend with a small schema. */
const PER_CONNECTION = 3 * MIB;

/** Formats bytes in the units of postgresql.conf, where MB means mebibytes. */
function inMegabytes(bytes: number): string {
  return `${Math.floor(bytes / MIB)}MB`;
}
