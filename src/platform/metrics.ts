import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What /metrics shows, in Prometheus' text format. One registry a process. */
export const registry = new Registry();

collectDefaultMetrics({ register: registry, prefix: 'portico_' });

/** Seconds a request took, by route pattern, so that the number of series stays small. */
export const requests = new Histogram({
  name: 'portico_http_request_seconds',
  help: 'Time from the first to the last middleware, in seconds',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  registers: [registry],
});

/** A figure that is read when somebody asks for the metrics. */
export function gauge(name: string, help: string, read: () => number): void {
  if (registry.getSingleMetric(name)) registry.removeSingleMetric(name);
  new Gauge({
    name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
