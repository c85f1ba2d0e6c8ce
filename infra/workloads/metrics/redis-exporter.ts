import { Construct } from 'constructs';
import { REDIS_EXPORTER, SECRETS } from '../house/names.ts';
import { Exporter } from './exporter.ts';

export interface RedisExporterProps {
  readonly image: string;
  /** Address of Redis. @default its Secret has it */
  readonly redis: string | undefined;
}

/** Asks Redis how it is, with the password that everybody has. */
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
        // Where nobody answers, it has to say so before Prometheus gives up on it, which is after 5 s at the earliest.
        '--connection-timeout=2s',
        // Names of keys are names of books.
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
