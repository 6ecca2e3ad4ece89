// The operator's JSON interface, version 2: departures, holds, the address for news.

import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import { dayOf, taipei } from '../clock.ts'
import type { Asked, SandboxEnv } from '../faults.ts'
import {
  chooseBus,
  type Depot,
  findHold,
  type Hold,
  isClosed,
  isLive,
  listHolds,
  makeHold,
  saveHold,
  seatsLeft,
} from './holds.ts'
import { problem, type Wrong } from './problems.ts'
import { errorsIn, readWish } from './rules.ts'
import { departuresOf } from './timetable.ts'

export const API = '/shuttle/api/v2'
const KEY_HOURS = 24
const HOUR_MS = 3_600_000
const POLL_SECONDS = 30

interface Replay {
  bodyHash: string
  holdId: string
  atMs: number
}

export function addApi(app: Hono<SandboxEnv>, depot: Depot): void {
  app.get(`${API}/health`, (asked) => asked.json({ status: 'ok', version: '2.4.1' }))
  app.get(`${API}/departures`, (asked) => getDepartures(asked, depot))
  app.post(`${API}/holds`, (asked) => postHold(asked, depot))
  app.get(`${API}/holds`, (asked) => {
    const ref = asked.req.query('external_ref') ?? ''
    const found = listHolds(depot).filter(({ wish }) => wish.external_ref === ref)
    return asked.json({ holds: found.reverse().map((hold) => shown(asked, hold)) })
  })
  app.get(`${API}/holds/:id`, (asked) => {
    const hold = findHold(depot, asked.req.param('id'))
    return hold ? asked.json(shown(asked, hold)) : notFound(asked)
  })
  app.delete(`${API}/holds/:id`, (asked) => {
    const hold = findHold(depot, asked.req.param('id'))
    if (!hold) return notFound(asked)
    if (hold.state === 'CANCELLED') return asked.json(shown(asked, hold))
    if (!isLive(hold))
      return problem(asked, { code: 'wrong-state', detail: `目前狀態 ${hold.state}` })
    if (isClosed(depot, hold.departure)) {
      return problem(asked, { code: 'too-late', detail: '發車前 6 小時內不得取消' })
    }
    const cancelled = saveHold(depot, hold, { state: 'CANCELLED', payBy: null })
    return asked.json(shown(asked, cancelled))
  })
}

function getDepartures(asked: Asked, depot: Depot) {
  const day = asked.req.query('service_day') ?? dayOf(depot.clock.now())
  const buses = departuresOf(
    day,
    asked.req.query('from_stop') ?? '',
    asked.req.query('to_stop') ?? '',
  )
  return asked.json({
    departures: buses.map((bus) => ({
      departure_id: bus.id,
      service_day: bus.day,
      leaves: bus.leaves,
      from_stop: bus.from,
      to_stop: bus.to,
      seats_left: isClosed(depot, bus) ? 0 : seatsLeft(depot, bus),
      fare_twd: bus.fareTwd,
    })),
  })
}

async function postHold(asked: Asked, depot: Depot) {
  depot.store.count('trail-shuttle received')
  const key = asked.req.header('idempotency-key') ?? ''
  const text = await asked.req.text()
  const body = readBody(text)
  if (key === '' || key.length > 64 || !body) {
    const detail = body ? 'Idempotency-Key 必填' : 'JSON 格式有誤'
    return problem(asked, { code: 'invalid', detail, errors: [] })
  }
  if (asked.get('pretendDuplicate')) return problem(asked, pretended)
  const bodyHash = createHash('sha256').update(text).digest('hex')
  const answer = depot.store.together(() => hold(depot, key, bodyHash, body))
  if ('code' in answer) return problem(asked, answer)
  const headers = { ...(answer.isReplay ? { 'idempotent-replayed': 'true' } : {}) }
  if (answer.hold.state !== 'REVIEWING') return asked.json(shown(asked, answer.hold), 201, headers)
  return asked.json(shown(asked, answer.hold), 202, {
    ...headers,
    location: `${API}/holds/${answer.hold.id}`,
    'retry-after': String(POLL_SECONDS),
  })
}

const pretended: Wrong = {
  code: 'duplicate-hold',
  detail: '已有相同的保留',
  hold_id: 'H-20261101-0007',
  external_ref: 'somebody-else',
}

function hold(
  depot: Depot,
  key: string,
  bodyHash: string,
  body: Record<string, unknown>,
): Wrong | { hold: Hold; isReplay: boolean } {
  const now = depot.clock.now()
  const before = depot.store.find<Replay>('shuttle key', key)
  if (before && now.getTime() - before.atMs < KEY_HOURS * HOUR_MS) {
    depot.store.count('trail-shuttle duplicates')
    const first = findHold(depot, before.holdId)
    if (first && before.bodyHash === bodyHash) return { hold: first, isReplay: true }
    return { code: 'key-reused', detail: '同一 Idempotency-Key 內容不同' }
  }
  const wish = readWish(body)
  const errors = errorsIn(wish, now)
  if (errors.length > 0) return { code: 'invalid', detail: '請修正欄位後再送', errors }
  const same = listHolds(depot).find(
    (one) => isLive(one) && one.wish.external_ref === wish.external_ref,
  )
  if (same) {
    depot.store.count('trail-shuttle duplicates')
    const {
      id: hold_id,
      wish: { external_ref },
    } = same
    return { code: 'duplicate-hold', detail: '已有相同的保留', hold_id, external_ref }
  }
  const buses = chooseBus(depot, wish)
  if (!buses) return { code: 'sold-out', detail: '該日班次座位不足或已截止' }
  const made = makeHold(depot, wish, key, buses)
  depot.store.put('shuttle key', key, { bodyHash, holdId: made.id, atMs: now.getTime() })
  return { hold: made, isReplay: false }
}

/** Moments are Taipei's, without saying so: the document promises RFC 3339. */
const localTime = (at: string) => taipei(new Date(at)).slice(0, 19)

function shown(asked: Asked, { wish, departure, back, ...hold }: Hold) {
  const origin = new URL(asked.req.url).origin
  return {
    hold_id: hold.id,
    external_ref: wish.external_ref,
    state: hold.state,
    service_day: departure.day,
    leaves: departure.leaves,
    from_stop: departure.from,
    to_stop: departure.to,
    return: back && { service_day: back.day, leaves: back.leaves, from_stop: back.from },
    persons: wish.persons,
    amount_twd: wish.persons * (departure.fareTwd + (back?.fareTwd ?? 0)),
    pay_by: hold.payBy && localTime(hold.payBy),
    pay_url: hold.state === 'HELD' ? `${origin}/shuttle/pay/${hold.id}?code=${hold.payCode}` : null,
    ticket_no: hold.ticket,
    reason: hold.reason,
    changed_at: localTime(hold.changedAt),
  }
}

const notFound = (asked: Asked) => problem(asked, { code: 'not-found', detail: '查無此保留' })

function readBody(text: string): Record<string, unknown> | null {
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : null
  } catch {
    return null
  }
}
