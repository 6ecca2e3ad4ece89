// A trip while it is being built in a form, without script: everything stands in the form's own
// fields, every button sends them all back and gets the next state.

import { z } from 'zod'
import { addDays } from '../../core/clock.ts'
import type { Problem } from '../../core/errors.ts'
import type { Places, Trip, TripDay, TripDraft } from '../schema.ts'
import { planOf } from './facts.ts'
import { entrances, lodgingsAt, nextNodes } from './graph.ts'
import { findLodging, findNode } from './names.ts'
import { isDay } from './series.ts'

export const EMPTY_DRAFT: TripDraft = {
  startOn: '',
  days: [],
  choice: { route: '', start: '', next: '' },
}

/** Days a form may carry; more are dropped unread. */
const MAX_FORM_DAYS = 31

/** The fields `<prefix>.startOn`, `.route`, `.start`, `.next`, `.day.0.nodes`, `.day.0.lodging` … */
export function readTripForm(fields: Record<string, string>, prefix: string): TripDraft {
  const field = (name: string) => (fields[`${prefix}.${name}`] ?? '').trim()
  const startOn = dayOf(field)
  const days: { nodes: string[]; lodging: string }[] = []
  for (let index = 0; index < MAX_FORM_DAYS; index += 1) {
    const nodes = field(`day.${index}.nodes`).split(' ').filter(Boolean)
    if (nodes.length === 0) break
    days.push({ nodes, lodging: field(`day.${index}.lodging`) })
  }
  const choice = { route: field('route'), start: field('start'), next: field('next') }
  return withDates({ startOn, days: days.map((day) => ({ ...day, on: '' })), choice })
}

const text = z.string().max(200).catch('')
const SavedDraft = z
  .object({
    startOn: text,
    days: z
      .array(
        z
          .object({ on: text, nodes: z.array(text).catch([]), lodging: text.nullish().catch(null) })
          .catch({ on: '', nodes: [], lodging: null }),
      )
      .catch([]),
    choice: z.object({ route: text, start: text, next: text }).catch(EMPTY_DRAFT.choice),
  })
  .catch(EMPTY_DRAFT)

/** What was saved before, what the API sent, or nothing yet: all as a draft. */
export function draftOf(places: Places, value: unknown): TripDraft {
  const chain = (value as { chain?: unknown } | null | undefined)?.chain
  const saved = SavedDraft.parse(
    Array.isArray(chain) ? { ...(value as object), days: chain } : value,
  )
  const days = saved.days.slice(0, MAX_FORM_DAYS).map((day) => ({
    on: day.on,
    nodes: day.nodes.map((name) => findNode(places, name)?.id ?? name),
    lodging: day.lodging ? (findLodging(places, day.lodging)?.id ?? day.lodging) : null,
  }))
  return { ...saved, startOn: saved.startOn || (days[0]?.on ?? ''), days }
}

/** The state after a button: `trip:template`, `trip:add-node`, `trip:cut:2` … Unknown ones change nothing. */
export function applyTripAction(places: Places, draft: TripDraft, action: string): TripDraft {
  const [, verb = '', at = ''] = action.split(':')
  const act = ACTIONS.get(verb)
  return act ? withDates(act(places, draft, Number(at))) : draft
}

/** What a button still lacks: pressed without a choice, it must say so rather than do nothing. */
export function tripActionProblems(places: Places, draft: TripDraft, action: string): Problem[] {
  const lacking = LACKING.get(action.split(':')[1] ?? '')?.(places, draft)
  return lacking ? [lacking] : []
}

export const isTripAction = (action: string | undefined): action is string =>
  action?.startsWith('trip:') === true

type Act = (places: Places, draft: TripDraft, at: number) => TripDraft

const ACTIONS = new Map<string, Act>(
  Object.entries({
    template: (places, draft) => {
      const route = places.routes.get(draft.choice.route)
      if (!route) return draft
      const start = isDay(draft.startOn) ? draft.startOn : '2000-01-01'
      return { ...draft, days: planOf(route, start) }
    },
    start: (places, draft) => {
      const from = entrances(places).find((node) => node.id === draft.choice.start)
      return from ? { ...draft, days: [{ on: '', nodes: [from.id], lodging: null }] } : draft
    },
    'add-node': (places, draft) => {
      const here = draft.days.at(-1)?.nodes.at(-1) ?? ''
      const next = nextNodes(places, here, null).find(({ node }) => node.id === draft.choice.next)
      if (!next) return draft
      const nodes = (day: TripDay) => [...day.nodes, next.node.id]
      const further = changeLast(draft, (day) => ({ ...day, nodes: nodes(day), lodging: null }))
      return { ...further, choice: { ...draft.choice, next: '' } }
    },
    'remove-node': (_, draft) => {
      const last = draft.days.at(-1)
      if (last && last.nodes.length <= 1) return { ...draft, days: draft.days.slice(0, -1) }
      return changeLast(draft, (day) => ({ ...day, nodes: day.nodes.slice(0, -1), lodging: null }))
    },
    'add-day': (places, draft) => {
      const last = draft.days.at(-1)
      const here = last?.nodes.at(-1)
      if (!last || !here) return draft
      const lodging = last.lodging ?? onlyLodging(places, here, last.on)
      const slept = changeLast(draft, (day) => ({ ...day, lodging }))
      return { ...slept, days: [...slept.days, { on: '', nodes: [here], lodging: null }] }
    },
    cut: (_, draft, at) => {
      const days = draft.days.slice(0, at + 1)
      return changeLast({ ...draft, days }, (day) => ({ ...day, lodging: null }))
    },
    clear: (_, draft) => ({ ...draft, days: [] }),
    refresh: (_, draft) => draft,
  } satisfies Record<string, Act>),
)

const LACKING = new Map<string, (places: Places, draft: TripDraft) => Problem | null>(
  Object.entries({
    template: (places: Places, { choice }: TripDraft) =>
      places.routes.has(choice.route)
        ? null
        : { pointer: '/route', message: 'places.trip_no_route' },
    start: (places: Places, { choice }: TripDraft) =>
      entrances(places).some((node) => node.id === choice.start)
        ? null
        : { pointer: '/days/0/nodes', message: 'places.trip_no_nodes' },
    'add-node': (places: Places, { days, choice }: TripDraft) =>
      nextNodes(places, days.at(-1)?.nodes.at(-1) ?? '', null).some(
        ({ node }) => node.id === choice.next,
      )
        ? null
        : { pointer: '/next', message: 'places.trip_no_next' },
    'add-day': (places: Places, { days }: TripDraft) => {
      const last = days.at(-1)
      const night = last && (last.lodging ?? onlyLodging(places, last.nodes.at(-1) ?? '', last.on))
      return night ? null : lackingNight(days.length - 1)
    },
  }),
)

const lackingNight = (day: number): Problem => ({
  pointer: `/days/${day}/lodging`,
  message: 'places.trip_no_lodging',
})

/** A single open hut needs no choosing. */
function onlyLodging(places: Places, node: string, on: string): string | null {
  const open = lodgingsAt(places, node, isDay(on) ? on : null).filter((one) => !one.closed)
  return open.length === 1 ? (open[0]?.lodging.id ?? null) : null
}

const changeLast = (draft: TripDraft, change: (day: TripDay) => TripDay): TripDraft => ({
  ...draft,
  days: draft.days.map((day, index) => (index === draft.days.length - 1 ? change(day) : day)),
})

/** Days follow the first one; without a first day they have none yet. */
function withDates(draft: {
  startOn: string
  days: { on: string; nodes: string[]; lodging: string | null }[]
  choice: TripDraft['choice']
}): TripDraft {
  const dated = isDay(draft.startOn)
  return {
    ...draft,
    days: draft.days.map((day, index) => ({
      on: dated ? addDays(draft.startOn, index) : '',
      nodes: day.nodes,
      lodging: day.lodging || null,
    })),
  }
}

/** One field `2026-12-05`, or three fields of a date question, western or 民國. */
function dayOf(field: (name: string) => string): string {
  const whole = field('startOn')
  if (whole) return whole
  const [year, month, day] = ['year', 'month', 'day'].map((part) => field(`startOn.${part}`))
  if (!year && !month && !day) return ''
  const western = Number(year) < 1000 ? Number(year) + 1911 : Number(year)
  return [western, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
}

/** The days of a draft as far as they name known places: for showing what follows from them. */
export function sketchOf(places: Places, draft: TripDraft, today: string): Trip {
  const start = isDay(draft.startOn) ? draft.startOn : today
  return {
    days: draft.days.map((day, index) => ({
      on: addDays(start, index),
      nodes: day.nodes.filter((id) => places.nodes.has(id)),
      lodging: day.lodging !== null && places.lodgings.has(day.lodging) ? day.lodging : null,
    })),
  }
}
