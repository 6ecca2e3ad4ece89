// As many sites as the country had pharmacies, with stock, and a programme that holds them.

import { taipeiTime } from '../../src/core/clock.ts'
import { changeStock } from '../../src/supply/actions/changes.ts'
import { takeFile } from '../../src/supply/actions/feed.ts'
import { saveRegistry } from '../../src/supply/actions/sites.ts'
import type { Site } from '../../src/supply/schema/stock.ts'
import type { BenchStation } from '../station.ts'

export const SITES = 6_600
export const PROGRAMME = 'masks'
const FEED = 'nhi'
const HEADER = '醫事機構代碼,成人口罩剩餘數,兒童口罩剩餘數,來源資料時間'

/** Numbers that look random and are the same in every run (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

export const codeOf = (index: number): string => `59${String(index).padStart(8, '0')}`

/** Over the western plain, denser to the north, as pharmacies are. */
export function sites(): Site[] {
  const roll = dice(20200206)
  return Array.from({ length: SITES }, (_, index) => {
    const north = roll() ** 0.6
    return {
      siteId: codeOf(index),
      name: `第${index}健保藥局`,
      address: `臺中市西屯區文心路二段${index}號`,
      district: '西屯區',
      phone: `04-2${String(index).padStart(7, '0')}`,
      website: '',
      lon: 120.2 + north * 1.3 + (roll() - 0.5) * 0.2,
      lat: 22.6 + north * 2.5 + (roll() - 0.5) * 0.2,
      hours: { sale: [1, 2, 3, 4, 5, 6].map((day) => [day, '08:00', '21:00']) as never },
      note: '',
      languages: [],
      access: [],
      source: 'registry',
    }
  })
}

/** A feed whose sites sell at random: each file differs from the one before by about `share`. */
export class SellingFeed {
  private readonly roll = dice(20200306)
  private readonly amounts = Array.from({ length: SITES }, () => [this.some(400), this.some(100)])

  private some(most: number): number {
    return Math.floor(this.roll() * most)
  }

  file(at: Date, share: number): Uint8Array {
    const time = taipeiTime(at).slice(0, 19).replace('T', ' ').replaceAll('-', '/')
    const rows = this.amounts.map((amounts, index) => {
      if (this.roll() < share) amounts[0] = this.some(400)
      return `${codeOf(index)},${amounts.join(',')},${time}`
    })
    return new TextEncoder().encode(`\uFEFF${HEADER}\r\n${rows.join('\r\n')}\r\n`)
  }
}

export const takeOne = (station: BenchStation, bytes: Uint8Array) =>
  station.db
    .transaction()
    .execute((tx) => takeFile(station, tx, { programmeId: PROGRAMME, feed: FEED, bytes }))

const FILES = 40
const BETWEEN_MS = 180_000

/** The sites, and two hours of files, so that each site last changed at a time of its own. */
export async function fill(station: BenchStation): Promise<SellingFeed> {
  const now = station.clock.now()
  await station.db
    .transaction()
    .execute((tx) => saveRegistry(tx, PROGRAMME, { sites: sites(), at: now }))
  const feed = new SellingFeed()
  for (let file = FILES; file > 0; file -= 1) {
    await takeOne(station, feed.file(new Date(now.getTime() - file * BETWEEN_MS), 0.05))
  }
  return feed
}

/** One site counts again, as when somebody bought some. */
export const moveOne = (station: BenchStation, index: number, amount: number) =>
  station.db.transaction().execute((tx) =>
    changeStock(tx, {
      programmeId: PROGRAMME,
      at: station.clock.now(),
      source: 'console',
      by: null,
      changes: [{ siteId: codeOf(index), item: 'adult', amount }],
    }),
  )
