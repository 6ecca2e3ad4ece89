import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../core/clock.ts'
import { readWords, sayMessage } from '../../core/i18n.ts'
import type { Trip, TripDay } from '../schema.ts'
import { TODAY, taichungPlaces, tripOf } from '../taichung.examples.ts'
import { entrances, lodgingsAt, nextNodes } from './graph.ts'
import { namesOf } from './names.ts'
import { readTrip } from './trips.ts'

const places = taichungPlaces()
const words = readWords()
const TWO_DAYS = ['塔塔加 孟祿亭 前峰登山口 白木林 大峭壁 排雲 @ 排雲山莊']
const DOWN = '排雲 玉山主峰 排雲 大峭壁 白木林 前峰登山口 孟祿亭 塔塔加'

const problemsOf = (raw: unknown, today = TODAY) => {
  const reading = readTrip(places, raw, today)
  return reading.ok
    ? []
    : reading.problems.map(
        (p) => `${p.pointer} ${sayMessage(p.message, 'zh-TW', words['zh-TW'], p.values)}`,
      )
}

describe('a trip is refused with the reason, at the place where it is wrong', () => {
  test.each([
    ['nothing at all', null, ' 請至少排一天的行程'],
    ['no days', { days: [] }, ' 請至少排一天的行程'],
    ['thirty-one days', { days: Array(31).fill({ on: TODAY }) }, '/days 行程最多 30 天'],
    ['a day no calendar has', tripOfDay('2027-02-30'), '/days/0/on 請寫一個日曆上有的日期'],
    ['a 民國 day', tripOfDay('115/12/07'), '/days/0/on 請寫一個日曆上有的日期'],
    ['yesterday', tripOfDay('2026-11-22'), '/days/0/on 出發日已經過了，請改成今天以後的日期'],
  ])('%s', (_, raw, expected) => {
    expect(problemsOf(raw)).toContain(expected)
  })

  test('a place nobody knows', () => {
    const raw = tripOf('2026-12-07', ['塔塔加 火星 塔塔加'])
    expect(problemsOf(raw)).toEqual(['/days/0/nodes/1 找不到「火星」這個地點'])
  })

  test('a step where there is no path, by its index in what was sent', () => {
    const raw = tripOf('2026-12-07', [...TWO_DAYS, '玉山主峰 大峭壁 塔塔加'])
    expect(problemsOf(raw)).toEqual([
      '/days/1/nodes/1 「玉山主峰」沒有路直接到「大峭壁」',
      '/days/1/nodes/2 「大峭壁」沒有路直接到「塔塔加登山口」',
    ])
  })

  test('a start on the mountain and an end on it', () => {
    expect(problemsOf(tripOf('2026-12-07', ['排雲 玉山主峰']))).toEqual([
      '/days/0/nodes/0 行程要從登山口開始',
      '/days/0/nodes 最後一天要走到登山口',
    ])
  })

  test('a trip that stays where it starts', () => {
    expect(problemsOf(tripOf('2026-12-07', ['塔塔加']))).toEqual([
      '/days/0/nodes 行程還沒有離開起點，請選擇接下來去哪裡',
    ])
  })

  test('a missing night, a night elsewhere, a night where nobody may sleep', () => {
    const night = (line: string) => problemsOf(tripOf('2026-12-07', [line, DOWN]))[0]
    expect(night('塔塔加 孟祿亭 前峰登山口 白木林 大峭壁 排雲')).toBe(
      '/days/0/lodging 請選擇這一晚住哪裡',
    )
    expect(night('塔塔加 孟祿亭 前峰登山口 白木林 大峭壁 排雲 @ 圓峰山屋')).toBe(
      '/days/0/lodging 「圓峰山屋」不在「排雲山莊」，請改選當地的山屋或營地',
    )
    expect(night('塔塔加 孟祿亭 @ 排雲山莊')).toBe(
      '/days/0/lodging 「孟祿亭」不能過夜，請走到有山屋或營地的地方',
    )
    expect(night('塔塔加 孟祿亭 前峰登山口 白木林 大峭壁 排雲 @ 月球旅館')).toBe(
      '/days/0/lodging 找不到「月球旅館」這個山屋或營地',
    )
  })

  test('a night on the last day', () => {
    expect(problemsOf(tripOf('2026-12-07', [...TWO_DAYS, `${DOWN} @ 排雲山莊`]))).toEqual([
      '/days/1/lodging 最後一天下山，不住山上；還要過夜的話，請再加一天',
    ])
  })

  test('days with a gap between', () => {
    const trip = tripOf('2026-12-07', [...TWO_DAYS, DOWN])
    const days = trip.days.map((day, i) => (i === 1 ? { ...day, on: '2026-12-09' } : day))
    expect(problemsOf({ days })).toEqual(['/days/1/on 日期要一天接一天，中間不能跳過'])
  })

  test('a hut that is closed, with why and since when', () => {
    const raw = tripOf('2026-12-07', [
      '雪山登山口 七卡 哭坡 三六九 @ 三六九山莊',
      '三六九 哭坡 七卡 雪山登山口',
    ])
    expect(problemsOf(raw)).toEqual([
      '/days/0/lodging 「三六九山莊」從 2023-05-20 起封閉，還沒有公布何時開放。原因：三六九山莊重建，停止住宿；請改住三六九臨時營地',
    ])
  })

  test('a lake that rests, from the first closed day to the last', () => {
    const on = (day: string) =>
      problemsOf(tripOf(day, ['向陽 向陽山屋 @ 向陽山屋', '向陽山屋 向陽']))
    expect(on('2027-01-03')).toEqual([])
    expect(on('2027-01-04')).toHaveLength(1)
    expect(on('2027-03-31')[0]).toBe(
      '/days/0/nodes/1 「向陽山屋」從 2027-01-05 到 2027-03-31 封閉。原因：嘉明湖國家步道靜山，讓山林休養',
    )
    expect(on('2027-04-01')).toEqual([])
  })

  test('a camp that has no places on working days', () => {
    const camp = (day: string) =>
      problemsOf(tripOf(day, ['屯原 雲海 天池山莊 @ 天池山莊營地', '天池山莊 雲海 屯原']))
    expect(camp('2026-12-07')).toEqual(['/days/0/lodging 「天池山莊營地」2026-12-07 這一晚不開放'])
    expect(camp('2026-12-05')).toEqual([])
  })

  test('a third night where two are allowed', () => {
    const stay = '屏風避難山屋 屏風山 屏風避難山屋 @ 屏風避難山屋'
    const first = '屏風山登山口 屏風避難山屋 @ 屏風避難山屋'
    const last = '屏風避難山屋 屏風山登山口'
    expect(problemsOf(tripOf('2026-12-07', [first, stay, last]))).toEqual([])
    expect(problemsOf(tripOf('2026-12-07', [first, stay, stay, last]))).toEqual([
      '/days/2/lodging 「屏風避難山屋」最多住 2 晚',
    ])
  })
})

test('a note tells that the mountain entry permit of the 大霸 trail is not verified', () => {
  const trip = tripOf('2026-12-07', ['馬達拉溪 九九 @ 九九山莊', '九九 馬達拉溪'])
  const reading = readTrip(places, trip, TODAY)
  const notes = reading.ok ? reading.notes.map((note) => JSON.stringify(note.message)) : []
  expect(notes.some((note) => note.includes('觀霧派出所'))).toBe(true)
  expect(notes.some((note) => note.includes('整修'))).toBe(true)
})

test('facts name entry, exit and each day as an agency’s form wants them', () => {
  const reading = readTrip(places, tripOf('2026-12-07', [...TWO_DAYS, DOWN]), TODAY)
  expect(reading).toMatchObject({
    ok: true,
    facts: {
      startOn: '2026-12-07',
      endOn: '2026-12-08',
      days: 2,
      nights: 1,
      entryName: '塔塔加登山口',
      exitName: '塔塔加登山口',
      policeAreas: ['南投縣信義鄉'],
      lodgings: [{ lodging: 'paiyun-lodge', agency: 'yushan-park', kind: 'hut' }],
    },
  })
  expect(reading.ok && reading.facts.chain[0]?.text).toBe(
    '塔塔加登山口 → 孟祿亭 → 玉山前峰登山口 → 白木林 → 大峭壁 → 排雲山莊',
  )
})

/** A walk made only of what the builder offers: next nodes, and lodgings that are open. */
const offeredTrip: fc.Arbitrary<Trip> = fc
  .record({
    start: fc.constantFrom(...entrances(places).map((node) => node.id)),
    wait: fc.integer({ min: 0, max: 400 }),
    picks: fc.array(fc.nat(1000), { minLength: 2, maxLength: 60 }),
  })
  .map(({ start, wait, picks }) => walk(start, addDays(TODAY, wait), picks))
  .filter((trip): trip is Trip => trip !== null)

function walk(start: string, startOn: string, picks: number[]): Trip | null {
  const days: TripDay[] = [{ on: startOn, nodes: [start], lodging: null }]
  for (const pick of picks) {
    const day = days.at(-1)
    if (!day) return null
    const here = day.nodes.at(-1) ?? ''
    const beds = lodgingsAt(places, here, day.on).filter(
      (one) => !one.closed && one.capacity !== 0 && !one.lodging.through && !one.lodging.maxNights,
    )
    if (day.nodes.length > 2 && beds.length > 0 && pick % 3 === 0) {
      day.lodging = beds[pick % beds.length]?.lodging.id ?? null
      days.push({ on: addDays(day.on, 1), nodes: [here], lodging: null })
      continue
    }
    const open = nextNodes(places, here, day.on).filter((next) => !next.closed)
    const next = open[pick % Math.max(1, open.length)]
    if (next) day.nodes.push(next.node.id)
  }
  return homeAgain(days)
}

/** Cuts the last day where it stood at an entrance; null when it never did, or is closed. */
function homeAgain(days: TripDay[]): Trip | null {
  const last = days.at(-1)
  const ids = entrances(places).map((node) => node.id)
  const end = last?.nodes.findLastIndex((id) => ids.includes(id)) ?? -1
  if (!last || end < 1) return null
  last.nodes = last.nodes.slice(0, end + 1)
  const walked = readTrip(places, { days }, TODAY)
  const closedOnArrival = !walked.ok && JSON.stringify(walked.problems).includes('封閉')
  return closedOnArrival && days.length > 1 ? null : { days }
}

test('whatever is built from the offered next nodes is a trip that holds', () => {
  fc.assert(
    fc.property(offeredTrip, (trip) => {
      expect(problemsOf(trip)).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('which agencies are concerned does not depend on the names used', () => {
  const names = new Map(
    [...places.nodes.values()].map((node) => [node.id, [node.id, ...namesOf(node)]]),
  )
  fc.assert(
    fc.property(offeredTrip, fc.array(fc.nat(1000), { minLength: 8 }), (trip, picks) => {
      let at = 0
      const days = trip.days.map((day) => ({
        ...day,
        nodes: day.nodes.map((id) => {
          const known = names.get(id) ?? [id]
          at += 1
          const name = known[(picks[at % picks.length] ?? 0) % known.length] ?? id
          return at % 2 === 0 ? name.replaceAll('臺', '台') : ` ${name} `
        }),
      }))
      expect(readTrip(places, { days }, TODAY)).toEqual(readTrip(places, trip, TODAY))
    }),
    { numRuns: 200 },
  )
})

test('a day may begin where the last ended, or leave that out: the trip is the same', () => {
  fc.assert(
    fc.property(offeredTrip, (trip) => {
      const days = trip.days.map((day, i) => ({
        ...day,
        nodes: i > 0 && day.nodes[1] !== day.nodes[0] ? day.nodes.slice(1) : day.nodes,
      }))
      expect(readTrip(places, { days }, TODAY)).toEqual(readTrip(places, trip, TODAY))
    }),
    { numRuns: 200 },
  )
})

test('walked backwards, a trip concerns the same agencies and bureaus', () => {
  fc.assert(
    fc.property(offeredTrip, (trip) => {
      const nights = trip.days.slice(0, -1).map((day) => day.lodging)
      const back = trip.days.toReversed().map((day, i) => ({
        on: trip.days[i]?.on ?? '',
        nodes: day.nodes.toReversed(),
        lodging: nights.toReversed()[i] ?? null,
      }))
      const there = readTrip(places, trip, TODAY)
      const again = readTrip(places, { days: back }, TODAY)
      if (!there.ok || !again.ok) return
      expect([...again.facts.agencies].sort()).toEqual([...there.facts.agencies].sort())
      expect([...again.facts.policeBureaus].sort()).toEqual([...there.facts.policeBureaus].sort())
    }),
    { numRuns: 200 },
  )
})

function tripOfDay(on: string) {
  return { days: [{ on, nodes: ['塔塔加', '孟祿亭', '塔塔加'], lodging: null }] }
}
