// Everybody's number, kept in memory: one board a programme and process. It asks the database at most
// five times a second whether the number has moved, takes in what did, and makes each answer once.

import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { getProgramme } from '../programmes.ts'
import type { Programme } from '../schema/programme.ts'
import type { Stock } from '../schema/stock.ts'
import { listLastSeen, listSites } from '../store/sites.ts'
import { findMoment, listStock, saveVersion } from '../store/stock.ts'
import type { Answer } from './answers.ts'
import { Nearby } from './near.ts'
import { hashOf, type Place, placeOf } from './snapshot.ts'
import type { Delta, Snapshot } from './words.ts'

/** How long an answer may lag behind the database. */
const LAG_MS = 200

export interface Moment {
  sequence: number
  at: Date | null
  seen: Date | null
  hash: string
}

export type Watcher = (board: Board, since: number) => void

export class Board {
  readonly programme: Programme
  /** Sites that take part or left, by their code. */
  places = new Map<string, Place>()
  moment: Moment = { sequence: 0, at: null, seen: null, hash: '' }
  /** Answers made for this moment, and those being made; the next begins with none. */
  made = new Map<string, Answer>()
  making = new Map<string, Promise<Answer>>()
  near = new Nearby([])
  private readonly station: Station
  private askedAt = 0
  private asking: Promise<void> | null = null
  private readonly watchers = new Set<Watcher>()
  private isWatching = false

  constructor(station: Station, programme: Programme) {
    this.station = station
    this.programme = programme
  }

  /** Not older than a fifth of a second. */
  async fresh(): Promise<this> {
    if (!this.isFresh()) await this.refresh()
    return this
  }

  /** Milliseconds since the database was last asked. */
  age = (): number => (this.moment.hash === '' ? Infinity : performance.now() - this.askedAt)

  isFresh = (): boolean => this.age() <= LAG_MS

  /** Takes in what has changed; several who ask at once ask once. */
  refresh(): Promise<void> {
    this.asking ??= this.takeIn().finally(() => {
      this.asking = null
    })
    return this.asking
  }

  /** Tells of every new moment until it is called off. */
  watch(watcher: Watcher): () => void {
    this.watchers.add(watcher)
    void this.keepWatching()
    return () => this.watchers.delete(watcher)
  }

  get watching(): number {
    return this.watchers.size
  }

  private async keepWatching(): Promise<void> {
    if (this.isWatching) return
    this.isWatching = true
    while (this.watchers.size > 0) {
      await this.fresh().catch((error) => {
        const err = error as Error
        this.station.log.warn({ programme: this.programme.id, err }, 'board not refreshed')
      })
      await pause(LAG_MS + 5, undefined, { ref: false })
    }
    this.isWatching = false
  }

  private async takeIn(): Promise<void> {
    const { db } = this.station
    const now = await this.momentIn(db)
    const { sequence, seen, hash } = this.moment
    const isSame = now.sequence === sequence && now.seenAt?.getTime() === seen?.getTime()
    // One picture of the database: a number and what it stands for never come from two moments.
    if (hash === '' || !isSame) {
      const reading = db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
      await reading.execute((tx) => this.takeMoment(tx))
    }
    this.askedAt = performance.now()
    const { at, hash: newest } = this.moment
    if (newest === hash || !at) return
    const version = { programmeId: this.programme.id, sequence: this.moment.sequence, at }
    await saveVersion(db, { ...version, hash: newest })
  }

  private async momentIn(db: Db) {
    const now = await findMoment(db, this.programme.id)
    if (!now) throw new Failure('not_found', 'supply.no_programme')
    return now
  }

  private async takeMoment(tx: Db): Promise<void> {
    const now = await this.momentIn(tx)
    const { sequence: since, seen, hash } = this.moment
    const isFirst = hash === ''
    const isMoved = isFirst || now.sequence !== since
    if (isMoved) await this.takeChanges(tx, isFirst ? -1 : since)
    if (!isFirst && now.seenAt?.getTime() !== seen?.getTime()) await this.takeSeen(tx)
    const next = { sequence: now.sequence, at: now.changedAt, seen: now.seenAt }
    this.moment = { ...next, hash: isMoved ? hashOf(this.present()) : hash }
    this.made = new Map()
    this.making = new Map()
    if (isMoved && !isFirst) for (const watcher of this.watchers) watcher(this, since)
  }

  private async takeChanges(tx: Db, since: number): Promise<void> {
    const programmeId = this.programme.id
    const sites = await listSites(tx, { programmeId, since })
    const stock = await listStock(tx, { programmeId, since: Math.max(0, since) })
    const stockOf = Map.groupBy(stock, ({ siteId }) => siteId)
    const siteOf = new Map(sites.map((site) => [site.siteId, site]))
    for (const siteId of new Set([...siteOf.keys(), ...stockOf.keys()])) {
      const was = this.places.get(siteId)
      const site = siteOf.get(siteId) ?? was?.site
      if (site) this.renew(placeOf(site, merged(was?.stock, stockOf.get(siteId))))
    }
    if (sites.length === 0) return
    this.places = new Map([...this.places].sort(([a], [b]) => (a < b ? -1 : 1)))
    this.near = new Nearby([...this.present()])
  }

  /** A file came that changed nothing: only who is named in it may differ. */
  private async takeSeen(tx: Db): Promise<void> {
    const seen = await listLastSeen(tx, this.programme.id)
    const seenOf = new Map(seen.map(({ siteId, lastSeenAt }) => [siteId, lastSeenAt]))
    for (const { site, stock } of [...this.places.values()]) {
      const lastSeenAt = seenOf.get(site.siteId) ?? null
      if (lastSeenAt?.getTime() === site.lastSeenAt?.getTime()) continue
      this.renew(placeOf({ ...site, lastSeenAt }, stock))
    }
  }

  private renew(place: Place): void {
    this.places.set(place.site.siteId, place)
    this.near.renew(place)
  }

  /** Sites that take part, by their code. */
  *present(): Generator<Place> {
    for (const place of this.places.values()) if (!place.site.leftAt) yield place
  }

  /** A site last seen longer ago than this is told as not reported. */
  get staleAfterMinutes(): number {
    return this.programme.feeds[0]?.staleMinutes ?? UNFED_STALE_MINUTES
  }

  snapshot(): Snapshot {
    const { items } = this.programme
    return {
      ...this.head(),
      items: items.map(({ id }) => id),
      stale_after_minutes: this.staleAfterMinutes,
      sites: [...this.present()].map(({ row }) => row),
    }
  }

  /** What has changed after a number. */
  delta(since: number): Delta {
    const changed = [...this.places.values()].filter(({ sequence }) => sequence > since)
    return {
      ...this.head(),
      since,
      sites: changed.filter(({ site }) => !site.leftAt).map(({ row }) => row),
      left: changed.filter(({ site }) => site.leftAt).map(({ site }) => site.siteId),
    }
  }

  private head() {
    const { sequence, at, seen, hash } = this.moment
    return {
      programme: this.programme.id,
      sequence,
      at: at?.toISOString() ?? null,
      seen: seen?.toISOString() ?? null,
      hash,
    }
  }
}

/** A site that counts by hand is asked once a day. */
const UNFED_STALE_MINUTES = 24 * 60

function merged(was: Stock[] = [], news: Stock[] = []): Stock[] {
  const items = new Map([...was, ...news].map((stock) => [stock.item, stock]))
  return [...items.values()].sort((a, b) => (a.item < b.item ? -1 : 1))
}

// A station is one city; tests run several in one process.
const shelves = new WeakMap<Station['city'], Map<string, Board>>()

/** @throws Failure not_found */
export async function findBoard(station: Station, programmeId: string): Promise<Board> {
  return boardOf(station, programmeId).fresh()
}

/** The board of a programme that somebody has asked for before. */
export const findOpenBoard = ({ city }: Station, programmeId: string): Board | null =>
  shelves.get(city)?.get(programmeId) ?? null

/** @throws Failure not_found */
export function boardOf(station: Station, programmeId: string): Board {
  const programme = getProgramme(station, programmeId)
  const shelf = shelves.get(station.city) ?? new Map<string, Board>()
  shelves.set(station.city, shelf)
  const known = shelf.get(programmeId)
  if (known) return known
  const board = new Board(station, programme)
  shelf.set(programmeId, board)
  return board
}
