import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TripDraft } from '../schema.ts'
import { TODAY, taichungPlaces } from '../taichung.examples.ts'
import { applyTripAction, draftOf, readTripForm, tripActionProblems } from './draft.ts'
import { entrances, nextNodes } from './graph.ts'
import { readTrip } from './trips.ts'

const places = taichungPlaces()

/** What a browser would send back for this draft, with these selects changed. */
function fieldsOf(draft: TripDraft, choice: Partial<TripDraft['choice']> = {}) {
  const fields: Record<string, string> = { 'trip.startOn': draft.startOn }
  for (const [name, value] of Object.entries({ ...draft.choice, ...choice })) {
    fields[`trip.${name}`] = value
  }
  for (const [index, day] of draft.days.entries()) {
    fields[`trip.day.${index}.nodes`] = day.nodes.join(' ')
    fields[`trip.day.${index}.lodging`] = day.lodging ?? ''
  }
  return fields
}

const press = (draft: TripDraft, action: string, choice: Partial<TripDraft['choice']> = {}) =>
  applyTripAction(places, readTripForm(fieldsOf(draft, choice), 'trip'), action)

const fresh = readTripForm({ 'trip.startOn': '2026-12-07' }, 'trip')

test('a route fills in its usual days from the chosen day on', () => {
  const draft = press(fresh, 'trip:template', { route: 'southern-section-2' })
  expect(draft.days).toHaveLength(8)
  expect(draft.days.map((day) => day.on).at(-1)).toBe('2026-12-14')
  expect(readTrip(places, draft, TODAY)).toMatchObject({ ok: true })
})

test('without a day the route is filled in, and its days get their dates with the first one', () => {
  const filled = press({ ...fresh, startOn: '' }, 'trip:template', { route: 'beidawu' })
  expect(filled.days.map((day) => day.on)).toEqual(['', ''])
  const dated = press({ ...filled, startOn: '2026-12-07' }, 'trip:refresh')
  expect(dated.days.map((day) => day.on)).toEqual(['2026-12-07', '2026-12-08'])
})

test('a trip is built step by step, down to the trailhead', () => {
  let draft = press(fresh, 'trip:start', { start: 'xueshan-entrance' })
  draft = press(draft, 'trip:add-node', { next: 'qika' })
  draft.days[0] = { ...draft.days[0], lodging: 'qika-lodge' } as TripDraft['days'][number]
  draft = press(draft, 'trip:add-day')
  draft = press(draft, 'trip:add-node', { next: 'xueshan-entrance' })
  expect(draft.days).toEqual([
    { on: '2026-12-07', nodes: ['xueshan-entrance', 'qika'], lodging: 'qika-lodge' },
    { on: '2026-12-08', nodes: ['qika', 'xueshan-entrance'], lodging: null },
  ])
  expect(readTrip(places, draft, TODAY)).toMatchObject({
    ok: true,
    facts: { agencies: ['sheipa-park'] },
  })
})

test('where there is one open hut, the night is filled in', () => {
  let draft = press(fresh, 'trip:start', { start: 'xiangyang-entrance' })
  draft = press(draft, 'trip:add-node', { next: 'xiangyang-hut' })
  expect(press(draft, 'trip:add-day').days[0]?.lodging).toBe('xiangyang-hut')
})

test('a button pressed without its choice says what is missing, and where', () => {
  const missing = (draft: TripDraft, action: string, next = '') =>
    tripActionProblems(places, readTripForm(fieldsOf(draft, { next }), 'trip'), action)
  const begun = press(fresh, 'trip:start', { start: 'xueshan-entrance' })
  const atQika = press(begun, 'trip:add-node', { next: 'qika' })

  expect(missing(fresh, 'trip:template')).toMatchObject([{ pointer: '/route' }])
  expect(missing(fresh, 'trip:start')).toMatchObject([{ pointer: '/days/0/nodes' }])
  expect(missing(begun, 'trip:add-node')).toMatchObject([{ pointer: '/next' }])
  expect(missing(begun, 'trip:add-node', 'qika')).toEqual([])
  expect(missing(atQika, 'trip:add-day')).toMatchObject([{ pointer: '/days/0/lodging' }])
  expect(missing(atQika, 'trip:remove-node')).toEqual([])
})

test('a stop is taken back, and with it the night chosen there', () => {
  let draft = press(fresh, 'trip:start', { start: 'xiangyang-entrance' })
  draft = press(draft, 'trip:add-node', { next: 'xiangyang-hut' })
  draft = press(press(draft, 'trip:add-day'), 'trip:remove-node')
  expect(draft.days).toHaveLength(1)
  expect(press(draft, 'trip:remove-node').days[0]).toMatchObject({
    nodes: ['xiangyang-entrance'],
    lodging: null,
  })
})

test('changing from a day on keeps the days before', () => {
  const whole = press(fresh, 'trip:template', { route: 'southern-section-2' })
  const cut = press(whole, 'trip:cut:2')
  expect(cut.days).toHaveLength(3)
  expect(cut.days.slice(0, 2)).toEqual(whole.days.slice(0, 2))
  expect(cut.days[2]?.lodging).toBeNull()
})

test('a step that the graph does not offer is not taken, and unknown buttons change nothing', () => {
  const draft = press(fresh, 'trip:start', { start: 'xueshan-entrance' })
  expect(press(draft, 'trip:add-node', { next: 'yushan-main-peak' }).days).toEqual(draft.days)
  expect(press(draft, 'trip:explode').days).toEqual(draft.days)
  expect(press(draft, 'trip:start', { start: 'sanliujiu' }).days).toEqual(draft.days)
})

test('a 民國 day in three fields is the same day', () => {
  const fields = { 'trip.startOn.year': '115', 'trip.startOn.month': '12', 'trip.startOn.day': '7' }
  expect(readTripForm(fields, 'trip').startOn).toBe('2026-12-07')
})

test('a trip that was read before can be opened and changed again', () => {
  const draft = press(fresh, 'trip:template', { route: 'dabajian' })
  const reading = readTrip(places, draft, TODAY)
  if (!reading.ok) throw new Error('refused')
  expect(draftOf(places, reading.facts).days).toEqual(draft.days)
  expect(readTrip(places, reading.facts, TODAY)).toEqual(reading)
})

test('nonsense from a browser becomes an empty trip, never a fault', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), fc.string(), (fields, action) => {
      const dirty = { ...fields, 'trip.day.0.nodes': fields[Object.keys(fields)[0] ?? ''] ?? '' }
      const draft = applyTripAction(places, readTripForm(dirty, 'trip'), `trip:${action}`)
      expect(Array.isArray(draft.days)).toBe(true)
    }),
  )
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(readTrip(places, value, TODAY).ok).toBe(false)
      expect(Array.isArray(draftOf(places, value).days)).toBe(true)
    }),
  )
})

test('whatever buttons are pressed, each step of the trip is one the graph offers', () => {
  const buttons = fc.constantFrom(
    'add-node',
    'add-node',
    'add-day',
    'remove-node',
    'cut:1',
    'start',
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(buttons, fc.nat(100)), { maxLength: 40 }), (presses) => {
      let draft = press(fresh, 'trip:start', { start: entrances(places)[0]?.id ?? '' })
      for (const [button, pick] of presses) {
        const offered = nextNodes(places, draft.days.at(-1)?.nodes.at(-1) ?? '', null)
        const next = offered[pick % Math.max(1, offered.length)]?.node.id ?? ''
        const start = entrances(places)[pick % entrances(places).length]?.id ?? ''
        draft = press(draft, `trip:${button}`, { next, start })
      }
      const walk = draft.days.flatMap((day, i) => (i === 0 ? day.nodes : day.nodes.slice(1)))
      for (const [i, to] of walk.slice(1).entries()) {
        expect(nextNodes(places, walk[i] ?? '', null).map((n) => n.node.id)).toContain(to)
      }
    }),
  )
})
