import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../../tests/world.ts'
import { createDraft, fileDraft } from '../cases/index.ts'
import { countLedger } from './actions/ledger-count.ts'
import { readAccount } from './actions/ledger-read.ts'
import { countSignals, signalsOf } from './actions/signals.ts'
import { SignalsTable } from './pages/served/parts.tsx'
import { getService } from './services.ts'
import { listLines } from './store/ledger/lines.ts'

const WEEK = '2026-11-23'
const { answers } = JSON.parse(readFileSync('examples/birth.json', 'utf8')) as {
  answers: Record<string, unknown>
}
let station: TestStation

beforeAll(async () => {
  station = await newStation()
  const { token } = await createDraft(station, {
    journeyId: 'birth',
    journeyVersion: 1,
    channel: 'web',
    language: 'zh-TW',
    answers,
  })
  await fileDraft(station, { token, language: 'zh-TW' })
  await sql`update cases.drafts set updated_at = created_at + interval '9 minutes'`.execute(
    station.db,
  )
  // What an agency's refusal leaves behind, an hour after filing; told twice, it is one leg.
  for (const seq of [901, 902]) {
    await sql`insert into cases.events (case_id, seq, at, actor, subject, basis, channel, kind, data)
              select c.case_id, ${seq}, c.filed_at + interval '1 hour', 'agency:test', 'applicant', 'agency_answer',
                     'system', 'leg_outcome',
                     jsonb_build_object('leg', (select leg from cases.legs l where l.case_id = c.case_id
                                                 and l.agency_id = 'social-affairs' limit 1),
                                        'outcome', jsonb_build_object('kind', 'rejected'))
                from cases.cases c`.execute(station.db)
  }
  await sql`update cases.cases set state = 'refused'`.execute(station.db)
})
afterAll(() => station.close())

test('a case refused and the leg behind it are signals, each counted once', async () => {
  await countSignals(station)
  const signals = await signalsOf(station.db, { serviceId: 'newborn', weeks: [WEEK] })
  expect(signals).toEqual([
    { serviceId: 'newborn', kind: 'leg_failed', cause: 'social-affairs:rejected', times: 1 },
    { serviceId: 'newborn', kind: 'refused', cause: 'case', times: 1 },
  ])
  const props = { t: station.words['zh-TW'], lang: 'zh-TW' as const, station, signals }
  const table = String(SignalsTable({ ...props, isOfAll: true }))
  expect(table).toContain('臺中市政府社會局：不同意')
  expect(table).toContain('少於 5 人')
  expect(table).toContain('訊號不是回報')
  expect(String(SignalsTable({ ...props, signals: [] }))).toContain('最近沒有數到')
})

test('filling in is measured from the pages, waiting apart from it', async () => {
  await station.clock.move?.(new Date('2026-11-30T09:30:00+08:00'))
  await countLedger(station)
  const lines = await listLines(station.db, { serviceId: 'newborn', weeks: [WEEK] })
  expect(lines.filter(({ basis }) => basis === 'measured')).toMatchObject([
    { groupId: 'residents:web', minutes: 9, volume: 1, source: 'pages' },
    { groupId: 'waiting', minutes: 60, volume: 1, source: 'answers' },
  ])
})

test('minutes of one person are in no public line', async () => {
  await station.clock.move?.(new Date('2026-12-07T09:30:00+08:00'))
  const account = await readAccount(station, station.db, getService(station, 'newborn'))
  const lines = account.weeks.find(({ weekOn }) => weekOn === WEEK)?.lines ?? []
  expect(lines.some(({ groupId }) => groupId === 'waiting')).toBe(true)
  expect(account.groups.map(({ groupId }) => groupId)).not.toContain('waiting')
  const page = await (await newApp(station).request('/api/v1/ledger/newborn')).json()
  const week = (page as { weeks: { weekOn: string; lines: unknown[] }[] }).weeks.find(
    ({ weekOn }) => weekOn === WEEK,
  )
  expect(week?.lines).toContainEqual(
    expect.objectContaining({ group: 'waiting', minutes: null, volume: null, basis: 'measured' }),
  )
})
