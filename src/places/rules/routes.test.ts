import { expect, test } from 'vitest'
import { AGENCIES, TODAY, taichungPlaces, tripOf } from '../taichung.examples.ts'
import { planOf } from './facts.ts'
import { readTrip } from './trips.ts'

const places = taichungPlaces()

/** The usual days of each route: who decides, and which police bureaus get a copy. */
const GOLDEN: Record<string, { agencies: string[]; bureaus: string[] }> = {
  'yushan-main': { agencies: ['police', 'yushan-park'], bureaus: ['南投縣政府警察局'] },
  'yushan-oneday': { agencies: ['police', 'yushan-park'], bureaus: ['南投縣政府警察局'] },
  'xueshan-main-east': { agencies: ['sheipa-park'], bureaus: [] },
  'jiaming-lake': { agencies: ['forestry', 'police'], bureaus: ['臺東縣警察局'] },
  beidawu: { agencies: ['forestry', 'police'], bureaus: ['屏東縣政府警察局'] },
  'qilai-south-nanhua': { agencies: ['forestry', 'taroko-park'], bureaus: [] },
  'nenggao-andongjun': {
    agencies: ['forestry', 'police', 'taroko-park'],
    bureaus: ['花蓮縣警察局'],
  },
  'southern-section-2': {
    agencies: ['forestry', 'police', 'yushan-park'],
    bureaus: ['臺東縣警察局', '南投縣政府警察局'],
  },
  nanhu: { agencies: ['police', 'taroko-park'], bureaus: ['宜蘭縣政府警察局'] },
  dabajian: { agencies: ['sheipa-park'], bureaus: [] },
  'kuhanuoxin-guan': { agencies: ['police', 'yushan-park'], bureaus: ['高雄市政府警察局'] },
}

test('the city has the eleven routes', () => {
  expect([...places.routes.keys()].sort()).toEqual(Object.keys(GOLDEN).sort())
})

test.each(Object.keys(GOLDEN))('%s concerns the agencies and bureaus it really does', (id) => {
  const route = places.routes.get(id)
  if (!route) throw new Error(id)
  const reading = readTrip(places, { days: planOf(route, '2026-12-07') }, TODAY)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))

  expect({
    agencies: [...reading.facts.agencies].sort(),
    bureaus: reading.facts.policeBureaus,
  }).toEqual(GOLDEN[id])
  expect(reading.facts.routes[0]).toBe(id)
  expect(reading.facts.nights).toBeGreaterThanOrEqual(route.nights.min)
  expect(reading.facts.nights).toBeLessThanOrEqual(route.nights.max)
})

test('every agency a place names is one the examples know', () => {
  expect([...places.permits.keys()].every((id) => AGENCIES.has(id))).toBe(true)
})

const SOUTH = [
  '拉庫音溪 南雙頭山 雲峰下三叉營地 轆轆谷 @ 轆轆谷山屋',
  '轆轆谷 塔芬山 塔芬谷 @ 塔芬谷山屋',
  '塔芬谷 南大水窟山 大水窟 @ 大水窟山屋',
  '大水窟 大水窟山 秀姑坪 白洋金礦 中央金礦 @ 中央金礦山屋',
  '中央金礦 巴奈伊克 八通關 觀高 @ 觀高山屋',
  '觀高 對關 樂樂 雲龍瀑布 東埔',
]
const southern = (lodging: string) =>
  tripOf('2026-12-07', [
    `向陽 向陽山屋 嘉明湖山屋 @ ${lodging}`,
    '嘉明湖山屋 三叉山 嘉明湖 拉庫音溪 @ 拉庫音溪山屋',
    ...SOUTH,
  ])

test('南二段 with a night at the forest hut is filed with forestry too', () => {
  const reading = readTrip(places, southern('嘉明湖山屋'), TODAY)
  expect(reading).toMatchObject({
    ok: true,
    facts: { agencies: ['police', 'forestry', 'yushan-park'], routes: ['southern-section-2'] },
    notes: [],
  })
})

test('南二段 with a night at the camp is the park’s alone, and the fee is named as forestry’s', () => {
  const reading = readTrip(places, southern('嘉明湖營地'), TODAY)
  expect(reading).toMatchObject({ ok: true, facts: { agencies: ['police', 'yushan-park'] } })
  expect(reading.ok && reading.notes.map((note) => note.level)).toEqual(['info'])
  expect(reading.ok && JSON.stringify(reading.notes)).toContain('林業及自然保育署')
})

test('the park’s sites at 嘉明湖 are not for those who turn back at the lake', () => {
  const lake = (lodging: string) =>
    readTrip(
      places,
      tripOf('2026-12-07', [
        `向陽 向陽山屋 嘉明湖山屋 @ ${lodging}`,
        '嘉明湖山屋 三叉山 嘉明湖 三叉山岔路口 嘉明湖山屋 向陽山屋 向陽',
      ]),
      TODAY,
    )
  expect(lake('嘉明湖營地')).toMatchObject({
    ok: false,
    problems: [{ pointer: '/days/0/lodging' }],
  })
  expect(lake('jiaming-lake-forest-camp')).toMatchObject({
    ok: true,
    facts: { agencies: ['police', 'forestry'] },
  })
})

test('塔關山 needs the police alone', () => {
  const reading = readTrip(
    places,
    tripOf('2026-12-07', ['塔關山登山口 塔關山 塔關山登山口']),
    TODAY,
  )
  expect(reading).toMatchObject({ ok: true, facts: { agencies: ['police'], routes: [] } })
})

test('九九山莊 is one filing with the park, though the building is forestry’s', () => {
  const reading = readTrip(
    places,
    tripOf('2026-12-07', ['馬達拉溪 九九山莊 @ 九九山莊', '九九山莊 馬達拉溪']),
    TODAY,
  )
  expect(reading).toMatchObject({ ok: true, facts: { agencies: ['sheipa-park'] } })
})
