// Limits on how often one caller may do something. Counted in the database, so that several processes
// count together; who it was is kept only as a keyed hash.

import { isIPv6 } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, MiddlewareHandler } from 'hono'
import { CompiledQuery } from 'kysely'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { machineNow } from './clock.ts'
import type { Db } from './db.ts'
import { Failure } from './errors.ts'
import type { JobDefinition } from './jobs.ts'
import type { Station } from './station.ts'
import type { Web } from './web.ts'

interface Limit {
  points: number
  perSeconds: number
  /** Whom to count; the caller's address when absent. */
  by?: (c: Context<Web>) => string | Promise<string>
}

/** Put after `allow(...)`: `limit('sign-in', { points: 5, perSeconds: 600 })`. */
export function limit(name: string, options: Limit): MiddlewareHandler<Web> {
  return async (c, next) => {
    const { station } = c.var
    const key = station.secrets.hash(`limit ${name}`, await (options.by ?? callerOf)(c))
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
    if (forwarded) return household(forwarded)
  }
  try {
    return household(getConnInfo(c).remote.address ?? 'unknown')
  } catch {
    // Called in-process, without a connection.
    return 'in-process'
  }
}

/** One home has 2^64 addresses of IPv6; counting them singly would be counting nothing. */
function household(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!isIPv6(plain)) return plain
  const [left = '', right = ''] = (plain.split('%')[0] ?? '').split('::')
  const head = left.split(':').filter(Boolean)
  const tail = right.split(':').filter(Boolean)
  const gap = plain.includes('::') ? Array(8 - head.length - tail.length).fill('0') : []
  return [...head, ...gap, ...tail].slice(0, 4).join(':')
}

const limiters = new WeakMap<Station, Map<string, RateLimiterPostgres>>()

function limiterOf(station: Station, name: string, options: Limit): RateLimiterPostgres {
  const byName = limiters.get(station) ?? new Map<string, RateLimiterPostgres>()
  limiters.set(station, byName)
  const known = byName.get(name)
  if (known) return known

  const limiter = new RateLimiterPostgres({
    storeClient: clientOf(station.db),
    storeType: 'pool',
    schemaName: 'core',
    tableName: 'rate_limits',
    tableCreated: true,
    keyPrefix: name,
    points: options.points,
    duration: options.perSeconds,
    clearExpiredByTimeout: false,
    // A caller who is over the limit is not worth another statement until their time is up.
    inMemoryBlockOnConsumed: options.points,
  })
  byName.set(name, limiter)
  return limiter
}

/** Our own connections, in the shape the library asks for. */
const clientOf = (db: Db) => ({
  query: ({ text, values }: { text: string; values: unknown[] }) =>
    db.executeQuery(CompiledQuery.raw(text, values)),
})

/** Counts whose time is over say nothing any more. */
export const forgetting: JobDefinition = {
  name: 'core.forget_limits',
  everySeconds: 600,
  handle: async ({ db }) => {
    await db
      .deleteFrom('core.rate_limits')
      .where('expire', '<', String(machineNow().getTime()))
      .execute()
  },
}
