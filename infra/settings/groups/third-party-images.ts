import * as v from 'valibot';
import { group } from '../group.ts';
import { image, registry } from '../name-and-url-schemas.ts';
import { repositoryOf } from '../parse-image-name.ts';

const programs = {
  /** The database server, and the client of dumps. */
  postgres: v.optional(image(), 'postgres:18.4'),
  /** The cache. */
  redis: v.optional(image(), 'redis:8.2.8'),
  /** Copies dumps to an object store. */
  rclone: v.optional(image(), 'rclone/rclone:1.76.0'),
  /** The object store, for `backup.objectStore.kind: inside`. */
  versitygw: v.optional(image(), 'versity/versitygw:v1.8.0'),
  /** Collects metrics and evaluates alerts. */
  prometheus: v.optional(image(), 'prom/prometheus:v3.15.0'),
  /** Tells people of alerts. */
  alertmanager: v.optional(image(), 'prom/alertmanager:v0.31.1'),
  /** Metrics of Kubernetes objects and nodes. */
  kubeStateMetrics: v.optional(image(), 'rancher/mirrored-kube-state-metrics-kube-state-metrics:v2.15.0'),
  /** Metrics of Postgres. */
  postgresExporter: v.optional(image(), 'prometheuscommunity/postgres-exporter:v0.19.1'),
  /** Metrics of Redis. */
  redisExporter: v.optional(image(), 'oliver006/redis_exporter:v1.61.0'),
  /** Keeps and shows traces. */
  jaeger: v.optional(image(), 'jaegertracing/jaeger:2.13.0'),
  /** Keeps logs, for `observability.logs.kind: loki`. */
  loki: v.optional(image(), 'grafana/loki:3.7.8'),
  /** Reads logs, for `observability.logs.kind: loki`. */
  alloy: v.optional(image(), 'grafana/alloy:v1.12.0'),
  /** Shows dashboards. */
  grafana: v.optional(image(), 'grafana/grafana:12.3.0'),
  /** Keeps logs, for `observability.logs.kind: elasticsearch`. */
  elasticsearch: v.optional(image(), 'elasticsearch:8.19.18'),
  /** Shows logs, for `observability.logs.kind: elasticsearch`. */
  kibana: v.optional(image(), 'kibana:8.19.18'),
  /** Reads logs, for `observability.logs.kind: elasticsearch`. */
  fluentd: v.optional(image(), 'fluent/fluentd-kubernetes-daemonset:v1.19.3-debian-elasticsearch8-1.1'),
};

/** Third-party images, by default those of each publisher on Docker Hub. */
export const images = group({
  ...programs,
  /** Mirror registry, put before the name of every image, for closed networks. */
  registry: v.exactOptional(registry()),
});

export const PROGRAMS = Object.keys(programs) as readonly (keyof typeof programs)[];

/** Repositories on Docker Hub whose owners are known publishers. */
export const PUBLISHED: readonly string[] = Object.values(programs).map((program) =>
  repositoryOf(program.default),
);
