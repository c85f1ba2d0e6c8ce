import { WEB } from './names-and-ports.ts';

/** Annotations by which a Prometheus that is not ours discovers the metrics. */
export const SCRAPE = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': String(WEB.metricsPort),
  'prometheus.io/path': '/metrics',
};
