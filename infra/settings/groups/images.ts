import * as v from 'valibot';
import { group } from '../group.ts';
import { repositoryOf } from '../image-name.ts';
import { image, registry } from '../names.ts';

const programs = {
  postgres: v.optional(image(), 'postgres:18.4'),
  redis: v.optional(image(), 'redis:8.2.8'),
  /** Copies dumps to an object store. */
  rclone: v.optional(image(), 'rclone/rclone:1.76.0'),
  prometheus: v.optional(image(), 'prom/prometheus:v3.15.0'),
  alertmanager: v.optional(image(), 'prom/alertmanager:v0.31.1'),
  kubeStateMetrics: v.optional(image(), 'rancher/mirrored-kube-state-metrics-kube-state-metrics:v2.15.0'),
  postgresExporter: v.optional(image(), 'prometheuscommunity/postgres-exporter:v0.19.1'),
  redisExporter: v.optional(image(), 'oliver006/redis_exporter:v1.61.0'),
  jaeger: v.optional(image(), 'jaegertracing/jaeger:2.13.0'),
  loki: v.optional(image(), 'grafana/loki:3.7.8'),
  alloy: v.optional(image(), 'grafana/alloy:v1.12.0'),
  grafana: v.optional(image(), 'grafana/grafana:12.3.0'),
  elasticsearch: v.optional(image(), 'elasticsearch:8.19.18'),
  kibana: v.optional(image(), 'kibana:8.19.18'),
  fluentd: v.optional(image(), 'fluent/fluentd-kubernetes-daemonset:v1.19.3-debian-elasticsearch8-1.1'),
};

/** Programs of others, by default under the name that each one's publisher has on Docker Hub. */
export const images = group({
  ...programs,
  /** Mirror that stands before the name of every image, for closed networks. */
  registry: v.exactOptional(registry()),
});

export const PROGRAMS = Object.keys(programs) as readonly (keyof typeof programs)[];

/** Repositories on Docker Hub of which it is known whose they are. */
export const PUBLISHED: readonly string[] = Object.values(programs).map((program) =>
  repositoryOf(program.default),
);
