// The laws of carrying a leg, tried against agencies that drop, repeat, answer late and lie about
// nothing but their availability, and against a process that may die between any two steps.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CaseEvent, NewEvent } from '../schema/events.ts'
import type { LegSetup } from '../schema/legs.ts'
import { type CaseFacts, fold, legOf, NO_FACTS, step } from './fold.ts'
import { isFinal, isUnsent } from './leg-facts.ts'
import { type Action, plan } from './plan.ts'
import { holderOf } from './standing.ts'

const START = Date.parse('2026-11-23T09:30:00+08:00')

interface Agency {
  standing: boolean
  filings: number
  withdrawn: number
}

type Choose = (below: number) => number

interface World {
  now: number
  setups: LegSetup[]
  facts: CaseFacts
  log: CaseEvent[]
  agencies: Map<string, Agency>
  choose: Choose
  tasks: number
}

const setup = (leg: string, change: Partial<LegSetup> = {}): LegSetup => ({
  leg,
  legId: `id-${leg}`,
  agencyId: `${leg}-agency`,
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

function newWorld(setups: LegSetup[], choose: Choose): World {
  const world: World = {
    now: START,
    setups,
    facts: NO_FACTS,
    log: [],
    agencies: new Map(
      setups.map((s) => [s.leg, { standing: false, filings: 0, withdrawn: 0 } as Agency]),
    ),
    choose,
    tasks: 0,
  }
  write(world, {
    kind: 'filed',
    data: {
      journey: 'hike',
      version: 1,
      legs: setups.map((s) => ({
        leg: s.leg,
        legId: s.legId,
        agency: s.agencyId,
        adapter: s.adapterId,
      })),
    },
  })
  return world
}

function write(world: World, event: NewEvent) {
  const stamped = {
    ...event,
    seq: world.log.length + 1,
    at: new Date(world.now),
    actor: 'system',
    subject: 'applicant',
    basis: 'engine',
    channel: 'system',
    personal: null,
  } as CaseEvent
  world.log.push(stamped)
  world.facts = step(world.facts, stamped)
}

const agencyOf = (world: World, leg: string) => world.agencies.get(leg) as Agency

function standingOutcome(agency: Agency, choose: Choose) {
  const kinds = ['pending', 'approved', 'pending', 'needs'] as const
  const kind = kinds[choose(kinds.length)] ?? 'pending'
  const reference = `R${agency.filings}`
  return kind === 'needs' ? { kind, reference, what: 'correction' as const } : { kind, reference }
}

/** One call: it may be lost on the way there, on the way back, or with our own process. */
function submit(world: World, leg: string) {
  const agency = agencyOf(world, leg)
  const attempt = (legOf(world.facts, leg)?.attempts ?? 0) + 1
  write(world, { kind: 'leg_submitting', data: { leg, key: leg, attempt, fields: [] } })
  const fate = world.choose(7)
  if (fate === 6) {
    const outcome = { kind: 'needs' as const, what: 'correction' as const }
    return write(world, { kind: 'leg_outcome', data: { leg, via: 'submit', outcome } })
  }
  if (fate === 1) {
    const stops = ([undefined, 'stopped', 'does_not_fit'] as const)[world.choose(3)]
    const outcome = { kind: 'unavailable' as const, ...(stops ? { stops } : {}) }
    return write(world, { kind: 'leg_outcome', data: { leg, via: 'submit', outcome } })
  }
  const arrives = fate !== 2 && fate !== 3
  if (arrives) {
    agency.filings += 1
    agency.standing = true
  }
  if (fate === 2 || fate === 4) return write(world, { kind: 'leg_interrupted', data: { leg } })
  const outcome =
    fate === 3 || fate === 5 ? { kind: 'unknown' as const } : standingOutcome(agency, world.choose)
  write(world, { kind: 'leg_outcome', data: { leg, via: 'submit', outcome } })
}

function lookup(world: World, leg: string) {
  const agency = agencyOf(world, leg)
  if (world.choose(4) === 1) {
    const data = { leg, outcome: 'unavailable' as const }
    return write(world, { kind: 'leg_lookup_failed', data })
  }
  if (!agency.standing) return write(world, { kind: 'leg_absent', data: { leg, via: 'lookup' } })
  const outcome = standingOutcome(agency, world.choose)
  write(world, { kind: 'leg_outcome', data: { leg, via: 'lookup', outcome } })
}

function withdraw(world: World, leg: string) {
  const agency = agencyOf(world, leg)
  write(world, { kind: 'leg_withdrawing', data: { leg, attempt: 1 } })
  const fate = (['withdrawn', 'unavailable', 'unknown', 'unknown'] as const)[world.choose(4)]
  const arrives = fate === 'withdrawn' || (fate === 'unknown' && world.choose(2) === 0)
  if (arrives) agency.standing = false
  write(world, { kind: 'leg_withdrawal', data: { leg, outcome: fate ?? 'withdrawn' } })
}

function correct(world: World, leg: string) {
  const attempt = (legOf(world.facts, leg)?.attempts ?? 0) + 1
  write(world, { kind: 'leg_correcting', data: { leg, key: leg, attempt, fields: [] } })
  const fate = (['pending', 'unknown', 'unavailable'] as const)[world.choose(3)] ?? 'pending'
  const reference = `R${agencyOf(world, leg).filings}`
  const outcome = fate === 'pending' ? { kind: fate, reference } : { kind: fate }
  write(world, { kind: 'leg_outcome', data: { leg, via: 'correct', outcome } })
}

function openTask(world: World, action: Extract<Action, { kind: 'open_task' }>) {
  const { leg } = action
  closeTask(world, leg, 'cancelled')
  world.tasks += 1
  const data = { taskId: `t${world.tasks}`, task: action.task, deskId: action.desk, minutes: 5 }
  const dueAt = new Date(world.now + 8 * 3_600_000).toISOString()
  const when = { dayOn: dueAt.slice(0, 10), dueAt, why: action.why, fields: [] }
  write(world, { kind: 'task_opened', data: { leg, ...data, ...when } })
}

/** The same agency, reached another way. */
function move(world: World, { leg, to, left, why }: Extract<Action, { kind: 'move' }>) {
  const from = world.setups.find((one) => one.leg === leg)?.adapterId ?? ''
  closeTask(world, leg, 'cancelled')
  write(world, { kind: 'leg_moved', data: { leg, from, to, left, why } })
  world.setups = world.setups.map((one) =>
    one.leg === leg ? { ...one, ...WAYS[to], adapterId: to, fallbacks: [] } : one,
  )
}

const WAYS: Record<string, Partial<LegSetup>> = {
  fax: { kind: 'fax', lookup: 'key', canWithdraw: false, canCorrect: false },
  desk: { kind: 'desk', deskId: 'desk', lookup: 'none', canWithdraw: false, canCorrect: false },
}

function closeTask(world: World, leg: string, how: 'done' | 'cancelled') {
  const task = legOf(world.facts, leg)?.task
  if (task) write(world, { kind: 'task_closed', data: { leg, taskId: task.taskId, how } })
}

/** A person at a desk who looks before acting, and writes down what is true. */
function deskWorks(world: World, leg: string) {
  const task = legOf(world.facts, leg)?.task
  if (!task) return
  const agency = agencyOf(world, leg)
  write(world, { kind: 'task_taken', data: { leg, taskId: task.taskId, by: 'clerk' } })
  if (task.kind === 'withdraw') {
    agency.standing = false
    write(world, { kind: 'leg_withdrawal', data: { leg, outcome: 'withdrawn' } })
  } else if (task.kind === 'settle_unknown' && !agency.standing) {
    write(world, { kind: 'leg_absent', data: { leg, via: 'desk' } })
  } else {
    if (!agency.standing) {
      agency.standing = true
      agency.filings += 1
    }
    const outcome = { kind: 'approved' as const, reference: `R${agency.filings}` }
    write(world, { kind: 'leg_outcome', data: { leg, via: 'desk', outcome } })
  }
  closeTask(world, leg, 'done')
}

function act(world: World, action: Action) {
  const { leg } = action
  if (action.kind === 'submit') return submit(world, leg)
  if (action.kind === 'correct') return correct(world, leg)
  if (action.kind === 'withdraw') return withdraw(world, leg)
  if (action.kind === 'lookup') return lookup(world, leg)
  if (action.kind === 'open_task') return openTask(world, action)
  if (action.kind === 'drop') {
    closeTask(world, leg, 'cancelled')
    return write(world, { kind: 'leg_withdrawal', data: { leg, outcome: 'withdrawn' } })
  }
  if (action.kind === 'not_send') {
    return write(world, { kind: 'leg_not_sent', data: { leg, because: action.because } })
  }
  if (action.kind === 'move') return move(world, action)
  if (action.kind === 'poll' && world.choose(3) === 0) lookup(world, leg)
}

function personActs(world: World) {
  const legs = world.facts.legs.map((leg) => leg.leg)
  const choice = world.choose(40)
  if (choice === 1 && !world.facts.withdrawAsked) {
    write(world, { kind: 'withdrawal_asked', data: { legs } })
  }
  const returned = world.facts.legs.filter((leg) => leg.state === 'needs_correction')
  if (choice < 20 && returned.length > 0) {
    const data = { fields: ['leader'], legs: returned.map((leg) => leg.leg) }
    write(world, { kind: 'corrected', data: { ...data, added: [], dropped: [] } })
  }
}

/** Runs until nothing is left to do, or the limit of steps. */
function run(world: World, check: (world: World) => void, steps = 120) {
  for (let turn = 0; turn < steps; turn += 1) {
    personActs(world)
    const actions = plan(world.setups, world.facts, new Date(world.now))
    for (const action of actions) act(world, action)
    check(world)
    if (world.choose(3) !== 1) for (const leg of world.facts.legs) deskWorks(world, leg.leg)
    check(world)
    // First minutes, so that pauses matter; later half days, so that every window opens and closes.
    world.now += turn < steps / 2 ? 60_000 * (1 + world.choose(600)) : 43_200_000
  }
}

const choices = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 200 })
/** Adverse while the list lasts, then every call succeeds at once. */
function chooser(list: number[]): Choose {
  let next = 0
  return (below) => (list[next++] ?? 0) % below
}

const machines = fc.constantFrom<Partial<LegSetup>>(
  {},
  { lookup: 'reference' },
  { lookup: 'none', canWithdraw: false, canCorrect: false },
  { openingHours: { from: '07:00', to: '23:00' } },
  { closesAt: new Date(START + 3 * 86_400_000) },
  { opensAt: new Date(START + 5 * 86_400_000), closesAt: new Date(START + 20 * 86_400_000) },
  { kind: 'desk', deskId: 'desk', lookup: 'none', canWithdraw: false, canCorrect: false },
  { kind: 'browser', fallbacks: ['desk'], helperDeskId: 'desk' },
  { kind: 'mail', fallbacks: ['fax', 'desk'], helperDeskId: 'desk', canWithdraw: false },
  { fallbacks: ['fax', 'desk'], closesAt: new Date(START + 3 * 86_400_000) },
)
const recipes = fc.tuple(machines, machines, machines, fc.boolean(), choices)
type Recipe = typeof recipes extends fc.Arbitrary<infer T> ? T : never

const build = ([a, b, c, dependent, list]: Recipe) =>
  newWorld(
    [setup('a', a), setup('b', b), setup('c', { ...c, needs: dependent ? ['a'] : [] })],
    chooser(list),
  )

function always(law: (world: World) => void, numRuns = 500) {
  fc.assert(
    fc.property(recipes, (recipe) => law(build(recipe))),
    { numRuns },
  )
}

test('no agency ever has the same filing twice', () => {
  always((world) => {
    run(world, () => {
      for (const agency of world.agencies.values()) expect(agency.filings).toBeLessThan(2)
    })
  })
})

const isSentBack = (event: CaseEvent) =>
  event.kind === 'leg_outcome' &&
  event.data.outcome.what === 'correction' &&
  event.data.outcome.reference === undefined

test('between two sendings stands a certain "not there" or "not taken"', () => {
  always((world) => {
    run(world, () => {})
    for (const { leg } of world.facts.legs) {
      const own = world.log.filter((event) => 'leg' in event.data && event.data.leg === leg)
      let mayHaveArrived = false
      for (const event of own) {
        if (event.kind === 'leg_submitting') {
          expect(mayHaveArrived).toBe(false)
          mayHaveArrived = true
        }
        if (event.kind === 'leg_absent') mayHaveArrived = false
        const kind = event.kind === 'leg_outcome' ? event.data.outcome.kind : ''
        if (kind === 'unavailable' || isSentBack(event)) mayHaveArrived = false
      }
    }
  })
})

test('at every moment somebody holds each leg', () => {
  always((world) => {
    run(world, () => {
      for (const leg of world.facts.legs) expect([leg, holderOf(leg)]).not.toEqual([leg, null])
    })
  })
})

test('in the end each leg is decided, withdrawn, with the agency, or with a person', () => {
  always((world) => {
    run(world, () => {})
    for (const leg of world.facts.legs) {
      const resting = isFinal(leg) || leg.task !== null || holderOf(leg) === 'agency'
      expect([leg.state, resting || holderOf(leg) === 'person']).toEqual([leg.state, true])
    }
  })
})

test('a leg moves on only while nothing of it can be at the agency', () => {
  always((world) => {
    run(world, () => {})
    for (const [at, event] of world.log.entries()) {
      if (event.kind !== 'leg_moved') continue
      const before = fold(world.log.slice(0, at))
      const leg = legOf(before, event.data.leg)
      const isAbsent = event.data.why === 'absent' && leg?.isAbsent
      expect([event.data.why, isAbsent || (leg && isUnsent(leg))]).toEqual([event.data.why, true])
    }
  })
})

test('a leg whose way is blocked for good does not wait while another is left', () => {
  always((world) => {
    run(world, ({ facts, setups, now }) => {
      const at = new Date(now)
      for (const action of plan(setups, facts, at).filter((one) => one.kind === 'submit')) {
        expect(
          legOf(facts, action.leg)?.stop && setups.find((s) => s.leg === action.leg)?.fallbacks,
        ).toSatisfy((left) => !left || (left as string[]).length === 0)
      }
    })
  })
})

test('what was withdrawn stands at no agency', () => {
  always((world) => {
    run(world, () => {}, 200)
    for (const leg of world.facts.legs.filter((leg) => leg.state === 'withdrawn')) {
      expect(agencyOf(world, leg.leg).standing).toBe(false)
    }
  })
})

test('the order in which agencies answer does not matter', () => {
  fc.assert(
    fc.property(recipes, fc.infiniteStream(fc.nat({ max: 2 })), (recipe, order) => {
      const world = build(recipe)
      run(world, () => {}, 40)
      const [filed, ...rest] = world.log.filter((event) => event.kind !== 'withdrawal_asked')
      const lanes = world.facts.legs.map(({ leg }) =>
        rest.filter((event) => 'leg' in event.data && event.data.leg === leg),
      )
      const plain = fold([filed as CaseEvent, ...lanes.flat()])
      const mixed: CaseEvent[] = []
      while (lanes.some((lane) => lane.length > 0)) {
        const lane = lanes[order.next().value ?? 0] ?? []
        mixed.push(
          ...(lane.length > 0 ? lane : (lanes.find((l) => l.length > 0) ?? [])).splice(0, 1),
        )
      }
      expect(fold([filed as CaseEvent, ...mixed])).toEqual(plain)
    }),
    { numRuns: 100 },
  )
})
