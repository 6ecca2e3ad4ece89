// Places of people who do not exist, one in each situation that a page has to tell.

import { serve } from '@hono/node-server'
import { newStation, type TestStation } from '../../../tests/world.ts'
import { buildApp } from '../../app.ts'
import { changeStock } from '../actions/changes.ts'
import { saveRegistry } from '../actions/sites.ts'
import { boardOf } from '../board/board.ts'
import type { Hours, Site, StockChange, Window } from '../schema/stock.ts'
import { emptyProgramme } from '../store/programmes.ts'

export const NOW = '2026-11-23T09:30:00+08:00'

const MONDAY_TO_SATURDAY = [1, 2, 3, 4, 5, 6]
const every = (from: string, to: string): Window[] =>
  MONDAY_TO_SATURDAY.map((day): Window => [day, from, to])

export const SHOP: Hours = {
  slips: every('08:30', '09:00'),
  sale: [...every('09:00', '12:00'), ...every('14:00', '20:00')],
}

export const site = (siteId: string, name: string, more: Partial<Site> = {}): Site => ({
  siteId,
  name,
  address: '臺中市西屯區文心路二段 1 號',
  district: '西屯區',
  phone: '04-2222-0000',
  website: '',
  lon: 120.645,
  lat: 24.163,
  hours: SHOP,
  note: '',
  languages: [],
  access: [],
  source: 'registry',
  ...more,
})

export const SITES: Site[] = [
  site('5936010001', '平安藥局', { languages: ['vi', 'en'], access: ['wheelchair', 'seats'] }),
  site('5936010002', '文心藥局', {
    address: '臺中市西屯區文心路三段 88 號',
    lon: 120.652,
    lat: 24.168,
    note: '號碼牌八點半在門口發。中午休息兩小時。',
  }),
  site('5936010003', '福星藥局', {
    address: '臺中市西屯區福星路 300 號',
    lon: 120.642,
    lat: 24.178,
    access: ['wheelchair'],
  }),
  site('5936010004', '黎明藥局', {
    address: '臺中市南屯區黎明路二段 20 號',
    district: '南屯區',
    lon: 120.636,
    lat: 24.15,
    hours: { sale: every('13:00', '20:00') },
  }),
  site('5936010005', '大墩藥局', {
    address: '臺中市南屯區大墩路 500 號',
    district: '南屯區',
    lon: 120.648,
    lat: 24.145,
  }),
  site('5936010006', '東勢衛生所', {
    address: '臺中市東勢區豐勢路 518 號',
    district: '東勢區',
    lon: 120.828,
    lat: 24.259,
    hours: { handOut: every('08:00', '17:00') },
  }),
  site('5936010007', '和平衛生所', {
    address: '臺中市和平區東關路三段 156 號',
    district: '和平區',
    lon: 120.883,
    lat: 24.175,
    hours: {},
  }),
  site('5936010008', '沒有座標的藥局', { lon: null, lat: null, district: null, address: '' }),
]

const told = (siteId: string, item: string, more: Partial<StockChange>): StockChange => ({
  siteId: `593601000${siteId}`,
  item,
  ...more,
})

export const STOCK: StockChange[] = [
  told('1', 'adult', { amount: 320 }),
  told('1', 'child', { amount: 12 }),
  told('2', 'adult', { amount: 60 }),
  told('2', 'child', { amount: 0 }),
  told('3', 'adult', { amount: 90, state: 'promised', why: '號碼牌八點五十分發完' }),
  told('3', 'child', { amount: 40 }),
  told('4', 'adult', { amount: 200 }),
  told('5', 'adult', { amount: 35, state: 'disputed', why: '到店裡說賣完了' }),
  told('5', 'child', {
    amount: 0,
    state: 'finished',
    stateUntil: new Date('2026-11-24T09:00:00+08:00'),
  }),
  told('6', 'adult', { amount: 500 }),
  told('6', 'child', { amount: null }),
  told('7', 'adult', { amount: 15 }),
]

/** The demo's city with these places in its programme of masks, told at 09:12. */
export async function stationWithSites(sites = SITES): Promise<TestStation> {
  const station = await newStation({ now: NOW })
  await emptyProgramme(station.db, 'masks')
  const at = new Date('2026-11-23T09:12:00+08:00')
  await station.db
    .transaction()
    .execute((tx) => saveRegistry(tx, 'masks', { sites, at, source: 'registry' }))
  const ids = new Set(sites.map(({ siteId }) => siteId))
  await say(
    station,
    STOCK.filter(({ siteId }) => ids.has(siteId)),
    at,
  )
  return station
}

/** Somebody counts; the board has it when this is over. */
export async function say(
  station: TestStation,
  changes: StockChange[],
  at = station.clock.now(),
): Promise<void> {
  const said = { programmeId: 'masks', at, source: 'console', by: null, changes }
  await station.db.transaction().execute((tx) => changeStock(tx, said))
  await boardOf(station, 'masks').refresh()
}

export interface Pages {
  station: TestStation
  url: string
  close: () => Promise<void>
}

/** That station with its pages on a free port. */
export async function openPages(sites = SITES): Promise<Pages> {
  const station = await stationWithSites(sites)
  const server = await new Promise<ReturnType<typeof serve>>((resolve) => {
    const app = buildApp(station)
    const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
      station.config.baseUrl = `http://127.0.0.1:${port}`
      resolve(started)
    })
  })
  return {
    station,
    url: station.config.baseUrl,
    close: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections()
      server.close()
      await station.close()
    },
  }
}
