// What the program counts about itself, as Prometheus text. Routes are patterns and labels are few:
// nothing here can name a person.

import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

const registry = new Registry()
collectDefaultMetrics({ register: registry })

const requests = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time to answer, by route and status.',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  registers: [registry],
})
const jobs = new Gauge({
  name: 'yizhan_jobs',
  help: 'Jobs waiting, and jobs that failed for good.',
  labelNames: ['state'],
  registers: [registry],
})
const facts = new Counter({
  name: 'yizhan_facts_total',
  help: 'Things worth watching that modules count, by name.',
  labelNames: ['name'],
  registers: [registry],
})

export function countRequest(request: {
  method: string
  route: string
  status: number
  seconds: number
}): void {
  const { method, route, status, seconds } = request
  requests.observe({ method, route, status: String(status) }, seconds)
}

/** Counts one `name`, e.g. `cases.unknown`. */
export const countFact = (name: string): void => facts.inc({ name })

export async function metricsText(counted: { waiting: number; dead: number }): Promise<string> {
  jobs.set({ state: 'waiting' }, counted.waiting)
  jobs.set({ state: 'failed_for_good' }, counted.dead)
  return registry.metrics()
}
