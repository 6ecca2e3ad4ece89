// How often one counter may ask. A person hands out every few seconds at most; whoever tries numbers
// one after the other is stopped long before a list is worth anything.

import type { Context } from 'hono'
import { callerOf, limit } from '../../core/rate-limit.ts'
import type { Web } from '../../core/web.ts'
import { findCounter } from './counter.ts'

const counterKey = async (c: Context<Web>): Promise<string> =>
  (await findCounter(c))?.by ?? c.var.actor?.accountId ?? callerOf(c)

export const perMinute = limit('supply-scans', { points: 90, perSeconds: 60, by: counterKey })
export const perDay = limit('supply-day', { points: 5_000, perSeconds: 86_400, by: counterKey })

/** Residents: an order or a slip is asked for now and then. */
export const perHome = limit('supply-home', { points: 12, perSeconds: 3_600, by: callerOf })
