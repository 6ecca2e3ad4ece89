import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startSandbox } from '../../sandbox/start.ts'
import { newStation, type TestStation } from '../../tests/world.ts'
import { demoClock, moveDemoClock } from './demo.ts'

const START = '2026-11-23T09:30:00+08:00'
const MINUTE_MS = 60_000

let station: TestStation
const clocks: { stop(): Promise<void> }[] = []
beforeAll(async () => {
  station = await newStation({ bare: true })
})
afterEach(async () => {
  for (const clock of clocks.splice(0)) await clock.stop()
  await sql`delete from core.clock`.execute(station.db)
})
afterAll(() => station.close())

async function open() {
  const clock = await demoClock(station.db, START)
  clocks.push(clock)
  return clock
}

const minutesAfterStart = (at: Date) => Math.floor((at.getTime() - Date.parse(START)) / MINUTE_MS)

test('a demo city begins on its working morning', async () => {
  expect(minutesAfterStart((await open()).now())).toBe(0)
})

test('a move is kept over a restart', async () => {
  const first = await open()
  await first.move?.(new Date('2026-12-01T08:00:00+08:00'))
  await first.stop()
  expect((await open()).now().toISOString()).toMatch(/^2026-12-01T00:00:0/)
})

test('every process shows the same time', async () => {
  const [one, other] = [await open(), await open()]
  await one.move?.(new Date('2026-12-01T08:00:00+08:00'))
  await other.stop()
  expect(Math.abs(one.now().getTime() - other.now().getTime())).toBeLessThan(1_000)
})

test('while the city does not run its time stands still', async () => {
  await (await open()).stop()
  await sql`update core.clock set machine_at = machine_at - interval '3 days'`.execute(station.db)
  expect(minutesAfterStart((await open()).now())).toBe(0)
})

test('the agencies’ stand-ins are moved together with the city', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'yizhan-demo-'))
  const sandbox = await startSandbox({ port: 0, dir, start: START })
  const sandboxPort = Number(new URL(sandbox.url).port)
  const city = { ...station, config: { ...station.config, sandboxPort } }
  const at = '2026-12-01T08:00:00+08:00'
  await moveDemoClock(city, new Date(at), { tellSandbox: true })
  expect(await (await fetch(`${sandbox.url}/clock`)).json()).toEqual({ at })
  expect(station.clock.now()).toEqual(new Date(at))

  await sandbox.stop()
  rmSync(dir, { recursive: true })
  const later = new Date('2026-12-02T08:00:00+08:00')
  await expect(moveDemoClock(city, later, { tellSandbox: true })).rejects.toMatchObject({
    messageKey: 'core.sandbox_away',
  })
  expect(station.clock.now()).toEqual(new Date(at))
})
