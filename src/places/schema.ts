// Shapes of the city's geography: agencies' control over places, routes and what a trip along them
// comes to. The YAML of cities/<city>/places is checked against the schemas in this module.

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
  /** Police control areas passed, and the bureaus that keep them. Empty: no 入山 needed. */
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
  /** Who allots the bed or site. */
  agency: string
}
