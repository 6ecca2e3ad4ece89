// Rules of cases, one sentence each.

import { expect, test } from 'vitest'
import type { CaseEvent, NewEvent } from '../schema/events.ts'
import type { LegSetup } from '../schema/legs.ts'
import { changedFields, compareLegs } from './changes.ts'
import { isWhatItSays } from './files.ts'
import { fold, legOf, NO_FACTS, step } from './fold.ts'
import { lookupAt, nextOpening, pollPause, retryAt } from './pauses.ts'
import { plan } from './plan.ts'
import { maySettle, mayWorkOn, settlementsFor } from './settlements.ts'
import { caseStateOf } from './standing.ts'
import { historyLine, nextStep, sayWords } from './words.ts'

const NOW = new Date('2026-11-23T09:30:00+08:00')
const DAY = 86_400_000
const at = (days: number) => new Date(NOW.getTime() + days * DAY)

const setup = (leg: string, change: Partial<LegSetup> = {}): LegSetup => ({
  leg,
  legId: leg,
  agencyId: leg,
  adapterId: leg,
  kind: 'http',
  lookup: 'key',
  canWithdraw: true,
  canCorrect: true,
  needs: [],
  opensAt: null,
  closesAt: null,
  openingHours: null,
  perMinute: 60,
  deskId: null,
  fallbacks: [],
  helperDeskId: null,
  ...change,
})

const filedLegs = (...legs: string[]): NewEvent => ({
  kind: 'filed',
  data: {
    journey: 'hike',
    version: 1,
    legs: legs.map((leg) => ({ leg, legId: leg, agency: leg, adapter: leg })),
  },
})

/** Facts after these events, a minute apart. */
function after(...events: NewEvent[]) {
  return events.reduce(
    (facts, event, index) =>
      step(facts, {
        ...event,
        personal: null,
        seq: index + 1,
        at: new Date(NOW.getTime() + index * 60_000),
        actor: 'system',
        subject: 'applicant',
        basis: 'engine',
        channel: 'system',
      } as CaseEvent),
    NO_FACTS,
  )
}

const submitting: NewEvent = {
  kind: 'leg_submitting',
  data: { leg: 'a', key: 'a', attempt: 1, fields: [] },
}
const answered = (outcome: Record<string, unknown>, via = 'submit') =>
  ({ kind: 'leg_outcome', data: { leg: 'a', via, outcome } }) as unknown as NewEvent

test('legs go out side by side; one that needs another’s number waits for it', () => {
  const setups = [setup('a'), setup('b'), setup('c', { needs: ['a'] })]
  const facts = after(filedLegs('a', 'b', 'c'))
  expect(plan(setups, facts, NOW)).toEqual([
    { kind: 'submit', leg: 'a' },
    { kind: 'submit', leg: 'b' },
    { kind: 'wait_until', leg: 'c', at: null, why: 'needs' },
  ])
  const named = after(
    filedLegs('a', 'b', 'c'),
    submitting,
    answered({ kind: 'approved', reference: 'A1' }),
  )
  expect(plan(setups, named, NOW)).toContainEqual({ kind: 'submit', leg: 'c' })
})

test('a leg whose needed leg was refused is not sent', () => {
  const facts = after(filedLegs('a', 'b'), submitting, answered({ kind: 'rejected' }))
  const setups = [setup('a'), setup('b', { needs: ['a'] })]
  expect(plan(setups, facts, NOW)).toEqual([{ kind: 'not_send', leg: 'b', because: 'a' }])
})

test('a call under way is never planned around', () => {
  expect(plan([setup('a')], after(filedLegs('a'), submitting), at(30))).toEqual([])
})

test('before the window it waits, after the window it is the owner’s', () => {
  const facts = after(filedLegs('a'))
  const window = { opensAt: at(2), closesAt: at(9) }
  expect(plan([setup('a', window)], facts, NOW)).toEqual([
    { kind: 'wait_until', leg: 'a', at: at(2), why: 'window' },
  ])
  expect(plan([setup('a', window)], facts, at(9))).toEqual([
    { kind: 'open_task', leg: 'a', task: 'owner', desk: 'owner', why: 'closed' },
  ])
})

test('a failing agency near its closing date: the owner has it while the person can still act', () => {
  const facts = after(filedLegs('a'), submitting, answered({ kind: 'unavailable' }))
  const closing = setup('a', { closesAt: at(1.9) })
  expect(plan([closing], facts, NOW)).toEqual([
    { kind: 'open_task', leg: 'a', task: 'owner', desk: 'owner', why: 'closing' },
  ])
  expect(plan([setup('a', { closesAt: at(9) })], facts, at(0.1))).toEqual([
    { kind: 'submit', leg: 'a' },
  ])
})

test('an agency that can be asked again only after it has closed is asked by a person', () => {
  const opens = '2026-11-28T09:30:00+08:00'
  const facts = after(
    filedLegs('a'),
    { kind: 'leg_submitting', data: { leg: 'a', key: 'a', attempt: 1, fields: [] } },
    { kind: 'leg_interrupted', data: { leg: 'a' } },
    { kind: 'leg_lookup_failed', data: { leg: 'a', outcome: 'unavailable', retryAfter: opens } },
  )
  const then = (closesAt: Date) => plan([setup('a', { closesAt })], facts, at(0.1))
  expect(then(at(4))).toMatchObject([{ kind: 'open_task', task: 'settle_unknown' }])
  expect(then(at(6))).toMatchObject([{ kind: 'wait_until', why: 'retry', at: new Date(opens) }])
})

test('an agency’s night is waited out', () => {
  const night = new Date('2026-11-23T23:30:00+08:00')
  const action = plan(
    [setup('a', { openingHours: { from: '07:00', to: '23:00' } })],
    after(filedLegs('a')),
    night,
  )
  const morning = new Date('2026-11-24T07:00:00+08:00')
  expect(action).toEqual([{ kind: 'wait_until', leg: 'a', at: morning, why: 'hours' }])
})

test('hours over midnight are closed only in between', () => {
  const hours = { from: '22:00', to: '06:00' }
  const noon = new Date('2026-11-23T12:00:00+08:00')
  expect(nextOpening(hours, noon)).toEqual(new Date('2026-11-23T22:00:00+08:00'))
  const late = new Date('2026-11-23T23:00:00+08:00')
  expect(nextOpening(hours, late)).toBe(late)
})

test('pauses grow, and an agency that names a later time is believed', () => {
  expect(retryAt(1, NOW).getTime() - NOW.getTime()).toBe(30_000)
  expect(retryAt(3, NOW) > retryAt(2, NOW)).toBe(true)
  expect(retryAt(1, NOW, at(1).toISOString())).toEqual(at(1))
  expect(retryAt(1, NOW, 'tomorrow').getTime() - NOW.getTime()).toBe(30_000)
  expect(lookupAt(0, NOW) > NOW).toBe(true)
})

test('asking about all pending filings together takes half of a lane at most', () => {
  expect(pollPause({ pending: 1, perMinute: 240, isDemo: true })).toBe(2)
  expect(pollPause({ pending: 100, perMinute: 240, isDemo: true })).toBe(50)
  expect(pollPause({ pending: 1, perMinute: 240, isDemo: false })).toBe(600)
})

test('the word for the whole case follows from its legs', () => {
  const a = (outcome: Record<string, unknown>) =>
    after(filedLegs('a'), submitting, answered(outcome))
  expect(caseStateOf(after(filedLegs('a', 'b')))).toBe('received')
  expect(caseStateOf(after(filedLegs('a', 'b'), submitting))).toBe('under_way')
  expect(caseStateOf(a({ kind: 'needs', what: 'payment', reference: '1' }))).toBe('needs_you')
  expect(caseStateOf(a({ kind: 'approved', reference: '1' }))).toBe('settled')
  expect(caseStateOf(a({ kind: 'rejected' }))).toBe('refused')
  const some = after(
    filedLegs('a', 'b'),
    submitting,
    answered({ kind: 'approved', reference: '1' }),
    { kind: 'leg_not_sent', data: { leg: 'b', because: 'b' } },
  )
  expect(caseStateOf(some)).toBe('partly')
})

test('sent back at the door, it goes out again once it is corrected', () => {
  const returned = [filedLegs('a'), submitting, answered({ kind: 'needs', what: 'correction' })]
  expect(plan([setup('a')], after(...returned), NOW)).toEqual([])
  const corrected: NewEvent = {
    kind: 'corrected',
    data: { fields: ['leader'], legs: ['a'], added: [], dropped: [] },
  }
  const facts = after(...returned, corrected)
  expect(plan([setup('a')], facts, NOW)).toEqual([{ kind: 'submit', leg: 'a' }])
})

test('which answers changed, and for which agencies', () => {
  expect(changedFields({ a: 1, b: { x: 1, y: 2 } }, { a: 1, b: { y: 2, x: 1 }, c: 3 })).toEqual([
    'c',
  ])
  const legs = after(filedLegs('a', 'b', 'c')).legs
  const before = [
    { legId: 'a', input: { day: 1 } },
    { legId: 'b', input: { day: 1 } },
    { legId: 'c', input: { day: 1 } },
  ]
  const now = [
    { legId: 'a', input: { day: 2 } },
    { legId: 'b', input: { day: 1 } },
    { legId: 'd', input: { day: 2 } },
  ]
  expect(compareLegs(legs, { before, after: now })).toEqual({
    changed: ['a'],
    added: ['d'],
    dropped: ['c'],
    revived: [],
  })
})

test('a desk writes down only what its task can come to', () => {
  const task = { kind: 'withdraw', leg: 'a', closesAt: null, now: NOW } as const
  expect(maySettle(task, { kind: 'withdrawn' })).toEqual({ ok: true })
  expect(maySettle(task, { kind: 'approved', reference: '1' }).ok).toBe(false)
  const closed = { ...task, kind: 'owner', closesAt: at(-1) } as const
  expect(maySettle(closed, { kind: 'absent' })).toEqual({ ok: false, reason: 'agency_closed' })
  expect(maySettle({ ...closed, leg: null }, { kind: 'seen' })).toEqual({ ok: true })
  expect(settlementsFor('file')).toContain('approved')
})

test('only who works at a desk works on its tasks, and not on what is done', () => {
  const clerk = { accountId: 'c', desks: ['forest-desk'] }
  expect(mayWorkOn(clerk, { deskId: 'forest-desk', state: 'open' })).toEqual({ ok: true })
  expect(mayWorkOn(clerk, { deskId: 'front-desk', state: 'open' }).ok).toBe(false)
  expect(mayWorkOn(clerk, { deskId: 'forest-desk', state: 'done' }).ok).toBe(false)
})

test('a file is what its first bytes say', () => {
  const pdf = new TextEncoder().encode('%PDF-1.7')
  expect(isWhatItSays(pdf, 'application/pdf')).toBe(true)
  expect(isWhatItSays(pdf, 'image/png')).toBe(false)
  expect(isWhatItSays(pdf, 'text/html')).toBe(false)
})

test('days and times are written in the reader’s language', () => {
  const t = (key: string, values: Record<string, string | number> = {}) => `${key} ${values.on}`
  const said = { message: 'cases.told.planned_day', values: { on: '2026-11-24' } }
  expect(sayWords(said, 'zh-TW', t)).toContain('2026年11月24日')
  expect(sayWords(said, 'en', t)).toContain('24 November 2026')
})

test('what comes next names the day the desk has room', () => {
  const opened: NewEvent = {
    kind: 'task_opened',
    data: {
      leg: 'a',
      taskId: 't',
      task: 'file',
      deskId: 'd',
      dayOn: '2026-11-24',
      dueAt: '2026-11-24T17:00:00+08:00',
      minutes: 5,
      why: 'by_hand',
      fields: [],
    },
  }
  const facts = after(filedLegs('a'), opened)
  const leg = legOf(facts, 'a')
  expect(leg && nextStep(leg, setup('a', { deskId: 'd' }))).toEqual({
    message: 'cases.next.waiting_desk',
    values: { on: '2026-11-24' },
  })
})

test('the log folds the same in one go or in two', () => {
  const events = [filedLegs('a'), submitting, answered({ kind: 'pending', reference: 'A1' })]
  const stamped = events.map((event, index) => ({
    ...event,
    seq: index + 1,
    at: NOW,
    personal: null,
  })) as unknown as CaseEvent[]
  expect(fold(stamped.slice(1), fold(stamped.slice(0, 1)))).toEqual(fold(stamped))
  expect(stamped.map(historyLine).every(Boolean)).toBe(true)
})
