// The nearest places, in process. Distances are along the surface of the earth, not along streets.

import { around, distance } from 'geokdbush'
import KDBush from 'kdbush'
import type { Place } from './snapshot.ts'

export interface Near {
  place: Place
  metres: number
}

export interface Search {
  lon: number
  lat: number
  limit: number
  /** Metres; none: as far as it takes. */
  within?: number
  wanted: (place: Place, index: number) => boolean
}

/** Few, because a search looks at every place of a leaf that it enters. */
const PLACES_A_LEAF = 8

export class Nearby {
  /** Those that have a position, in an order of their own. */
  readonly places: Place[]
  private readonly index: KDBush
  private readonly slots: Map<string, number>

  constructor(places: Place[]) {
    this.places = places.filter(({ site }) => site.lon !== null && site.lat !== null)
    this.slots = new Map(this.places.map(({ site }, slot) => [site.siteId, slot]))
    this.index = new KDBush(this.places.length, PLACES_A_LEAF)
    for (const { site } of this.places) this.index.add(site.lon ?? 0, site.lat ?? 0)
    if (this.places.length > 0) this.index.finish()
  }

  /** What a place has is news; where it is stays. */
  renew(place: Place): void {
    const slot = this.slots.get(place.site.siteId)
    if (slot !== undefined) this.places[slot] = place
  }

  find({ lon, lat, limit, within, wanted }: Search): Near[] {
    const { places } = this
    if (places.length === 0) return []
    const test = (slot: number) => wanted(places[slot] as Place, slot)
    const farthest = within === undefined ? Number.POSITIVE_INFINITY : within / 1000
    return around(this.index, lon, lat, limit, farthest, test).map((slot) => {
      const place = places[slot] as Place
      const kilometres = distance(lon, lat, place.site.lon ?? 0, place.site.lat ?? 0)
      return { place, metres: Math.round(kilometres * 1000) }
    })
  }
}
