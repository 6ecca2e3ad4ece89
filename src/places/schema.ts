// Shapes of the city's geography: agencies' control over places, routes and what a trip along them
// comes to. The YAML of cities/<city>/places is checked against the schemas in files.ts.

import type { LocalText, Problem } from '../core/errors.ts'
import type { Ahead, Dated, PlaceFiles } from './files.ts'

/** One day of a trip, as the applicant builds it. */
export interface TripDay {
  /** `YYYY-MM-DD` */
  on: string
  /** Node ids in walking order. The first day starts at an entrance. */
  nodes: string[]
  /** Where the night is spent (lodging id at the day's last node); null on the last day. */
  lodging: string | null
}

export interface Trip {
  days: TripDay[]
}

/** A trip being built in a form. `startOn` is as typed; days have dates once it is a day. */
export interface TripDraft extends Trip {
  startOn: string
  /** What the selects hold and no button has taken over yet. */
  choice: { route: string; start: string; next: string }
}

/** What follows from a trip, by the nodes alone. Journeys speak of it as `answers.trip`. */
export interface TripFacts {
  startOn: string
  endOn: string
  days: number
  nights: number
  /** Agencies that decide something about this trip, in the order of first contact. */
  agencies: string[]
  /** Routes whose nodes cover the trip; the first is the best fit. Empty is a free trip. */
  routes: string[]
  entryNode: string
  exitNode: string
  entryName: string
  exitName: string
  /** Police control areas passed (`臺東縣海端鄉`), and the bureaus that keep them, by their names. Empty: no 入山 needed. */
  policeAreas: string[]
  policeBureaus: string[]
  lodgings: TripNight[]
  /** One line a day, e.g. `向陽 → 嘉明湖山屋`, as an agency's form wants it. */
  chain: { on: string; text: string; nodes: string[]; nodeNames: string[]; lodging: string }[]
}

export interface TripNight {
  on: string
  lodging: string
  name: string
  node: string
  kind: 'hut' | 'camp'
  /** Who allots the bed or site; empty where nobody does and everyone brings a tent. */
  agency: string
}

type Entry<name extends keyof PlaceFiles> = PlaceFiles[name] extends (infer one)[] ? one : never

export type Lodging = Entry<'lodgings'>
export type Route = Entry<'routes'>
export type Permit = Entry<'permits'>
export type Closure = Entry<'closures'>
export type Exempt = PlaceFiles['police']['exempt'][number]
export type PoliceArea = PlaceFiles['police']['areas'][number]
export type Bureau = PlaceFiles['police']['bureaus'][number]
export type DistrictList = PlaceFiles['districts']
export type District = DistrictList['districts'][number]

/** A point on a route, with what stands elsewhere about it. */
export type PlaceNode = Entry<'nodes'> & {
  /** Null only on exempt ground. */
  policeArea: string | null
  exempt: Exempt | null
  lodgings: string[]
}

/** One way out of a node. */
export interface Step {
  to: string
  hours: number
}

/** A sentence in every language; blanks may be filled with texts of every language. */
export type Phrase = (
  key: string,
  values?: Record<string, string | number | LocalText>,
) => LocalText

/** The city's geography as loaded; never changed, only replaced as a whole. */
export interface Places {
  nodes: Map<string, PlaceNode>
  lodgings: Map<string, Lodging>
  routes: Map<string, Route>
  permits: Map<string, Permit>
  closures: Closure[]
  districts: DistrictList
  police: { agency: string; bureaus: Map<string, Bureau>; areas: Map<string, PoliceArea> }
  /** Ways out of each node. */
  steps: Map<string, Step[]>
  /** Folded names and aliases, to node and lodging ids. */
  nodeNames: Map<string, string>
  lodgingNames: Map<string, string>
  agencies: Map<string, LocalText>
  phrase: Phrase
}

/** Why and how long something is closed; `to` null has no announced end. */
export interface Closed {
  from: string
  to: string | null
  reason: LocalText
  source: string
}

/** A trip that holds, or everything that is wrong with it. */
export type TripReading =
  | { ok: true; trip: Trip; facts: TripFacts; notes: Problem[] }
  | { ok: false; problems: Problem[] }

/** What one agency asks of one trip. Days are `YYYY-MM-DD`, fees whole TWD. */
export interface AgencyLimits {
  agency: string
  agencyName: LocalText
  permit: LocalText
  /** Nodes passed and nights that bring this agency in, in walking order. */
  nodes: string[]
  lodgings: TripNight[]
  /** Of the police: the bureaus that get a copy. */
  bureaus: LocalText[]
  window: {
    countedFrom: string
    opensOn: string
    closesOn: string
    opens: Dated<Ahead>
    closes: Dated<Ahead>
    cutOff: Dated<string> | null
    note: LocalText | null
  }
  minLeaderAge: Dated<number> | null
  minApplicantAge: Dated<number> | null
  teamMax: Dated<number>
  answerDays: Dated<number>
  quotas: Quota[]
  fees: Fee[]
  allotments: Allotment[]
  notes: LocalText[]
}

export interface Quota {
  what: LocalText
  unit: 'person' | 'bed' | 'site'
  value: number
  source: string
  verified: boolean
}

export interface Fee {
  on: string
  what: LocalText
  amountTwd: number
  per: 'person' | 'site'
  paidTo: LocalText
  source: string
  verified: boolean
}

export interface Allotment {
  what: LocalText
  kind: 'draw' | 'first_come' | 'walk_in' | 'review'
  /** Day of the draw; null when there is none. */
  drawnOn: string | null
  note: LocalText | null
  source: string
  verified: boolean
}
