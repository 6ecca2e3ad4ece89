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

/** Fewer cost more boxes, more cost places that are looked at for nothing; measured (bench/near). */
const PLACES_A_LEAF = 16

export class Nearby {
  /** Those that have a position, in an order of their own. */
  readonly places: Place[]
  private readonly index: KDBush
  private readonly slots: Map<string, number>
  private readonly kept = new Map<string, { test: (place: Place) => boolean; flags: Uint8Array }>()

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
    if (slot === undefined) return
    this.places[slot] = place
    for (const { test, flags } of this.kept.values()) flags[slot] = Number(test(place))
  }

  /** What is true of each place, 1 or 0: asked once under that name, and again when a place is renewed. */
  flags(name: string, test: (place: Place) => boolean): Uint8Array {
    const known = this.kept.get(name)
    if (known) return known.flags
    const flags = Uint8Array.from(this.places, (place) => Number(test(place)))
    this.kept.set(name, { test, flags })
    return flags
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
