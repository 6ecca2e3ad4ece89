// What questions need of the places module: lists to choose from, and trips. The rest of this module
// knows geography only as `KnownPlaces`.

import { taipeiDay } from '../core/clock.ts'
import type { Station } from '../core/station.ts'
import {
  AgencyOutlineLines,
  applyTripAction,
  draftOf,
  drawDay,
  findListed,
  getPlaces,
  listPlaces,
  outlineOf,
  type Places,
  readTrip,
  readTripForm,
  TripField,
  tripActionProblems,
} from '../places/index.ts'
import type { KnownPlaces, ReadingContext } from './questions/leaf.ts'

/** Lists a `place` question may offer. */
export const PLACE_LISTS = ['districts', 'nodes', 'routes']

/** Everything a reader needs to know of this station today. */
export const readingContext = (station: Station): ReadingContext => ({
  today: taipeiDay(station.clock.now()),
  places: knownPlaces(getPlaces(station)),
})

export function knownPlaces(places: Places): KnownPlaces {
  return {
    list: (name) => listPlaces(places, name),
    place: (name, id) => findListed(places, name, id),
    readTrip: (raw, today) => {
      const reading = readTrip(places, raw, today)
      return reading.ok
        ? { ok: true, value: { ...reading.facts }, notes: reading.notes }
        : { ok: false, problems: reading.problems }
    },
    tripFromForm: readTripForm,
    applyTripAction: (raw, action) => applyTripAction(places, draftOf(places, raw), action),
    tripActionProblems: (raw, action) => tripActionProblems(places, draftOf(places, raw), action),
    AgencyOutline: ({ t, lang, agency, today }) => {
      const outline = outlineOf(places, agency, today)
      return outline && <AgencyOutlineLines t={t} lang={lang} outline={outline} />
    },
    drawDay: (trip, asked) => drawDay(places, trip, asked),
    TripField: ({ raw, problems, ...rest }) => (
      <TripField {...rest} value={raw} errors={problems} places={places} />
    ),
  }
}
