import { Construct } from 'constructs';
import { REDIS, REDIS_EXPORTER, SECRETS } from '../house/names.ts';
import { Exporter } from './exporter.ts';

/** Asks Redis how it is, with the password that everybody has. */
export class RedisExporter extends Construct {
  constructor(scope: Construct, id: string, { image }: { readonly image: string }) {
    super(scope, id);
    new Exporter(this, 'exporter', {
      ...REDIS_EXPORTER,
      image,
      user: 59000,
      args: [
        `--redis.addr=redis://${REDIS.name}:${REDIS.port}`,
        `--web.listen-address=:${REDIS_EXPORTER.port}`,
        // Names of keys are names of books.
        '--redis-only-metrics',
      ],
      env: [
        {
          name: 'REDIS_PASSWORD',
          valueFrom: { secretKeyRef: { name: SECRETS.redis, key: 'REDIS_PASSWORD' } },
        },
      ],
      alive: '/health',
      resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '48Mi' } },
    });
  }
}
