import { Construct } from 'constructs';
import { REDIS_EXPORTER, SECRETS } from '../defaults/names.ts';
import { Exporter } from './exporter.ts';

export interface RedisExporterProps {
  readonly image: string;
  /** URL of Redis. @default the one in Secret `redis` */
  readonly redis: string | undefined;
}

/** Exports the state of Redis, with the password that all clients share. */
export class RedisExporter extends Construct {
  constructor(scope: Construct, id: string, { image, redis }: RedisExporterProps) {
    super(scope, id);
    new Exporter(this, 'exporter', {
      ...REDIS_EXPORTER,
      image,
      user: 59000,
      args: [
        ...(redis === undefined ? [] : [`--redis.addr=${redis}`]),
        `--web.listen-address=:${REDIS_EXPORTER.port}`,
        // Must report an unreachable Redis before Prometheus gives up on the scrape, which is after 5 s at the earliest.
        '--connection-timeout=2s',
        // Metrics of the server only, none of single keys: their names contain the ids of books.
        '--redis-only-metrics',
      ],
      env: [
        ...(redis === undefined ? [fromSecret('REDIS_ADDR', 'REDIS_URL')] : []),
        fromSecret('REDIS_PASSWORD', 'REDIS_PASSWORD'),
      ],
      alive: '/health',
      resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '48Mi' } },
    });
  }
}

function fromSecret(name: string, key: string) {
  return { name, valueFrom: { secretKeyRef: { name: SECRETS.redis, key } } };
}
