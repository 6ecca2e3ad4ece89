// The sites of the map as the public files tell them, and what is drawn of each. For the browser.

import type { BoardRow, Delta } from '../../board/words.ts'
import { weekTime } from '../../rules/hours.ts'
import {
  type Bounds,
  bestOf,
  type Hearing,
  isThere,
  type Level,
  levelsOf,
  type Told,
} from '../../rules/levels.ts'
import { type Described, hasSome, isWanted, openIn, type Wanted } from '../../rules/wanted.ts'
import type { Hours } from '../../schema/stock.ts'

/** Of one feature of sites.geojson. */
export interface SiteRecord extends Described, BoardRow {
  phone: string
  hours: Hours
  position: [number, number] | null
}

interface Collection {
  sequence: number
  hash: string
  features: {
    geometry: { coordinates: [number, number] } | null
    properties: Omit<SiteRecord, 'position'>
  }[]
}

export interface MapWish extends Wanted {
  open: boolean
  /** Only where there is some. */
  having: boolean
}

/** As little as drawing needs: thousands of them go to the worker. */
export interface Drawn {
  type: 'Feature'
  geometry: { type: 'Point'; coordinates: [number, number] }
  properties: { id: string; level: Level; there: number; amount: string }
}

export class Records {
  readonly sites = new Map<string, SiteRecord>()
  sequence = 0
  private readonly items: Bounds[]
  private readonly hearing: Hearing

  constructor(items: Bounds[], hearing: Hearing) {
    this.items = items
    this.hearing = hearing
  }

  async load(api: string): Promise<void> {
    const answer = await fetch(`${api}/sites.geojson`)
    if (!answer.ok) throw new Error(String(answer.status))
    const { sequence, features } = (await answer.json()) as Collection
    for (const { geometry, properties } of features) {
      this.sites.set(properties.id, { ...properties, position: geometry?.coordinates ?? null })
    }
    this.sequence = sequence
  }

  /** The files may come out of a cache and be some seconds old. */
  async catchUp(api: string): Promise<void> {
    const answer = await fetch(`${api}/delta?since=${this.sequence}`)
    if (!answer.ok) return
    const { sites, left, sequence } = (await answer.json()) as Delta
    this.take(sites, left)
    this.sequence = sequence
  }

  /** @returns whether a site is new: then the files have to be read again for where it is */
  take(rows: BoardRow[], left: string[]): boolean {
    let isNew = false
    for (const row of rows) {
      const known = this.sites.get(row.id)
      if (!known) isNew = true
      else {
        // What a row does not name any more is over.
        delete known.states
        delete known.last_seen
        Object.assign(known, row)
      }
    }
    for (const id of left) this.sites.delete(id)
    return isNew
  }

  positions = (): [number, number][] =>
    [...this.sites.values()].flatMap(({ position }) => (position ? [position] : []))

  told = (site: SiteRecord): Told[] => levelsOf(site, this.items, this.hearing)

  draw(wish: MapWish): Drawn[] {
    const week = weekTime(new Date(this.hearing.now))
    return [...this.sites.values()].flatMap((site): Drawn[] => {
      if (!site.position || !isWanted(site, wish)) return []
      const told = this.told(site)
      if (wish.having && !hasSome(told, wish.item)) return []
      if (wish.open && openIn(site.hours, week) !== true) return []
      const asked = told.filter(({ item }) => wish.item === '' || item === wish.item)
      const there = asked.filter(isThere)
      const amount = there.map((one) => String(one.amount ?? '')).join(' · ')
      return [
        {
          type: 'Feature',
          geometry: { type: 'Point', coordinates: site.position },
          properties: {
            id: site.id,
            level: bestOf(asked),
            there: Number(there.length > 0),
            amount,
          },
        },
      ]
    })
  }
}
