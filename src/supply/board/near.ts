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
  wanted: (place: Place) => boolean
}

export class Nearby {
  private readonly places: Place[]
  private readonly index: KDBush
  /** The place of a site may be renewed without moving: it is looked up by its code. */
  constructor(places: Place[]) {
    this.places = places.filter(({ site }) => site.lon !== null && site.lat !== null)
    this.index = new KDBush(this.places.length)
    for (const { site } of this.places) this.index.add(site.lon ?? 0, site.lat ?? 0)
    this.index.finish()
  }

  find(current: Map<string, Place>, { lon, lat, limit, within, wanted }: Search): Near[] {
    if (this.places.length === 0) return []
    const now = (index: number) => current.get(this.places[index]?.site.siteId ?? '')
    const test = (index: number) => {
      const place = now(index)
      return place !== undefined && wanted(place)
    }
    const farthest = within === undefined ? Number.POSITIVE_INFINITY : within / 1000
    return around(this.index, lon, lat, limit, farthest, test).flatMap((index) => {
      const place = now(index)
      if (!place) return []
      const kilometres = distance(lon, lat, place.site.lon ?? 0, place.site.lat ?? 0)
      return [{ place, metres: Math.round(kilometres * 1000) }]
    })
  }
}
