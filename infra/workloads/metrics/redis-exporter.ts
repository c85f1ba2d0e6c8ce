import { Construct } from 'constructs';
import { REDIS_EXPORTER, SECRETS } from '../defaults/names-and-ports.ts';
import type { RedisConnection } from '../facts/redis-connection.ts';
import { Exporter } from './exporter.ts';

export interface RedisExporterProps {
  readonly image: string;
  readonly connection: RedisConnection;
}

/** Exports the state of Redis, with the password that all clients share. */
export class RedisExporter extends Construct {
  constructor(scope: Construct, id: string, { image, connection }: RedisExporterProps) {
    super(scope, id);
    const { config, authority } = connection;
    new Exporter(this, 'exporter', {
      ...REDIS_EXPORTER,
      image,
      user: 59000,
      args: [
        ...(config ? [`--redis.addr=${config.REDIS_URL}`, `--tls-ca-cert-file=${config.REDIS_CA_FILE}`] : []),
        `--web.listen-address=:${REDIS_EXPORTER.port}`,
        // Must report an unreachable Redis before Prometheus gives up on the scrape, which is after 5 s at the earliest.
        '--connection-timeout=2s',
        // Metrics of the server only, none of single keys: their names contain the ids of books.
        '--redis-only-metrics',
      ],
      env: [
        ...(config ? [] : [fromSecret('REDIS_ADDR', 'REDIS_URL')]),
        fromSecret('REDIS_PASSWORD', 'REDIS_PASSWORD'),
      ],
      authority,
      alive: '/health',
      resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '48Mi' } },
    });
  }
}

function fromSecret(name: string, key: string) {
  return { name, valueFrom: { secretKeyRef: { name: SECRETS.redis, key } } };
}
