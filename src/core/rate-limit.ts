// Limits on how often one caller may do something. Counted in the database, so that several processes
// count together; who it was is kept only as a keyed hash.

import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import pg from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { Failure } from './errors.ts'
import type { Station } from './station.ts'
import type { Web } from './web.ts'

interface Limit {
  points: number
  perSeconds: number
  /** Whom to count; the caller's address when absent. */
  by?: (c: Context<Web>) => string
}

/** Put after `allow(...)`: `limit('sign-in', { points: 5, perSeconds: 600 })`. */
export function limit(name: string, options: Limit): MiddlewareHandler<Web> {
  return async (c, next) => {
    const { station } = c.var
    const key = station.secrets.hash(`limit ${name}`, (options.by ?? callerOf)(c))
    try {
      await limiterOf(station, name, options).consume(key)
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal
      const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000))
      throw new Failure('too_many', 'core.too_many', { retryAfterSeconds })
    }
    await next()
  }
}

/** The socket's address; what a proxy says only when the proxy is ours. */
export function callerOf(c: Context<Web>): string {
  if (c.var.station.config.trustProxy) {
    const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
    if (forwarded) return forwarded
  }
  try {
    return getConnInfo(c).remote.address ?? 'unknown'
  } catch {
    // Called in-process, without a connection.
    return 'in-process'
  }
}

const limiters = new WeakMap<Station, { pool: pg.Pool; byName: Map<string, RateLimiterPostgres> }>()

function limiterOf(station: Station, name: string, options: Limit): RateLimiterPostgres {
  const kept = limiters.get(station) ?? { pool: newPool(station), byName: new Map() }
  limiters.set(station, kept)
  const known = kept.byName.get(name)
  if (known) return known

  const limiter = new RateLimiterPostgres({
    storeClient: kept.pool,
    storeType: 'pool',
    schemaName: 'core',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: name,
    points: options.points,
    duration: options.perSeconds,
    clearExpiredByTimeout: false,
  })
  kept.byName.set(name, limiter)
  return limiter
}

function newPool({ config }: Station): pg.Pool {
  const pool = new pg.Pool({
    connectionString: config.databaseUrl ?? '',
    max: 3,
    allowExitOnIdle: true,
  })
  pool.on('error', () => undefined)
  return pool
}
