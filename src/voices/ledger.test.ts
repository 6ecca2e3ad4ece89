import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, newStation, signIn, type TestStation } from '../../tests/world.ts'
import { createDraft, fileDraft } from '../cases/index.ts'
import { listGateResults } from '../core/gates.ts'
import { getJourney, reload } from '../journeys/index.ts'
import { ledgerWarnings } from './actions/ledger.ts'
import { countLedger, loadLedger } from './actions/ledger-count.ts'
import { listLines } from './store/ledger/lines.ts'

const LAST_WEEK = '2026-11-16'
const PUBLIC_WEEK = '2026-11-09'
const { answers } = JSON.parse(readFileSync('examples/birth.json', 'utf8')) as {
  answers: Record<string, unknown>
}

let station: TestStation
let folder: string
let app: ReturnType<typeof newApp>
let registry: Headers
let owner: Headers

beforeAll(async () => {
  station = await newStation()
  folder = mkdtempSync(join(tmpdir(), 'city-'))
  cpSync('cities/taichung', folder, { recursive: true })
  station.city.directory = folder
  app = newApp(station)
  registry = await signIn(app, 'household')
  owner = await signIn(app, 'owner')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await station.close()
})

const pageOf = async (path: string, headers?: Headers) =>
  (await app.request(path, headers ? { headers } : {})).text()

const post = (path: string, form: Record<string, string>, headers: Headers) =>
  app.request(path, { method: 'POST', body: new URLSearchParams(form), headers })

type Ledger = {
  groups: { group: string; moved: number | null; basis: string; desks: string[] }[]
  weeks: { weekOn: string; lines: { group: string; minutes: number; basis: string }[] }[]
  overtime: unknown[]
  objections: { words: string }[]
}
const ledgerOf = async (service: string) =>
  (await (await app.request(`/api/v1/ledger/${service}`)).json()) as Ledger

test('what owners declared stands in the public ledger, before and after', async () => {
  const page = await pageOf('/ledger/newborn')
  expect(page).toContain('三份表變一份')
  expect(page).toContain('戶政事務所 登記櫃台')
  expect(page).toContain('話務中心：每件多 6 分鐘')
  expect(page).toContain('1999 每通多 6 分鐘')
  expect(await pageOf('/ledger')).toContain('1 群人多花了時間')
})

test('a service nobody knows has no ledger, on the page and for programs', async () => {
  expect((await app.request('/ledger/flying')).status).toBe(404)
  const problem = await app.request('/api/v1/ledger/flying')
  expect(problem.status).toBe(404)
  expect(problem.headers.get('content-type')).toContain('application/problem+json')
})

test('a week is public a week after the desk could see it, and small desks are summed', async () => {
  const { weeks, groups } = await ledgerOf('mountain-trip')
  expect(weeks.map(({ weekOn }) => weekOn)[0]).toBe(PUBLIC_WEEK)
  expect(groups.map(({ group }) => group)).not.toContain('clerks:forest-desk')
  expect(groups.find(({ desks }) => desks.includes('forest-desk'))?.desks.length).toBeGreaterThan(1)
  const own = await pageOf('/desk/ledger', await signIn(app, 'huts'))
  expect(own).toContain('2026年11月16日')
  expect(own).toContain('只有您們看得到')
})

test('minutes from taking a task to ending it replace what was declared; a night is not work', async () => {
  const { id, version } = await getJourney(station.db, 'birth')
  for (const minutes of [7, 900]) {
    const { token } = await createDraft(station, {
      journeyId: id,
      journeyVersion: version,
      channel: 'web',
      language: 'zh-TW',
      answers,
    })
    await fileDraft(station, { token, language: 'zh-TW' })
    await sql`insert into cases.tasks (task_id, case_id, desk_id, kind, why, minutes, day_on, due_at, state,
                                       opened_at, started_at, ended_at)
              select gen_random_uuid(), case_id, 'household-desk', 'file', 'test', 11, '2026-11-17', now(), 'done',
                     now(), '2026-11-17T16:00:00+08:00',
                     '2026-11-17T16:00:00+08:00'::timestamptz + make_interval(mins => ${minutes})
                from cases.cases c
               where not exists (select from cases.tasks t where t.case_id = c.case_id and t.why = 'test')`.execute(
      station.db,
    )
  }
  await countLedger(station)
  const of = { serviceId: 'newborn', groups: ['clerks:household-desk'], weeks: [LAST_WEEK] }
  expect(await listLines(station.db, of)).toMatchObject([
    { minutes: 18, volume: 2, basis: 'measured', source: 'tasks' },
  ])
  await countLedger(station)
  expect(await listLines(station.db, of)).toHaveLength(1)
})

test('no table of the ledger has a column that could hold a person', async () => {
  const { rows } = await sql<{ column: string }>`
    select table_name || '.' || column_name as column from information_schema.columns
     where table_schema = 'voices'
       and (table_name like 'ledger%' or table_name in ('overtime', 'objections', 'own_work', 'calls', 'signals'))
       and column_name ~ 'account|person|clerk|_by$|^by_|name'`.execute(station.db)
  expect(rows).toEqual([])
})

test('a desk declares hours after hours and objects in words; both are public with their week', async () => {
  const week = { desk: 'household-desk', week: LAST_WEEK }
  expect((await post('/desk/ledger/overtime', { ...week, hours: '6.5' }, registry)).status).toBe(
    303,
  )
  const words = '週三系統停了兩小時，這週不能算。'
  const said = { ...week, service: 'newborn', words }
  expect((await post('/desk/ledger/objection', said, registry)).status).toBe(303)
  expect(await pageOf('/desk/ledger', registry)).toContain(words)
  expect((await ledgerOf('newborn')).objections).toEqual([])
  await station.clock.move?.(new Date('2026-11-30T09:00:00+08:00'))
  expect((await ledgerOf('newborn')).objections).toMatchObject([{ words }])
  expect((await ledgerOf('newborn')).overtime).toMatchObject([
    { weekOn: LAST_WEEK, group: 'clerks:household-desk', hours: 6.5 },
  ])
  await station.clock.move?.(new Date(station.city.demo.start))
})

test('what does not fit comes back with what was typed, the error at its field', async () => {
  const week = { desk: 'household-desk', week: LAST_WEEK }
  const hours = await post('/desk/ledger/overtime', { ...week, hours: '很多' }, registry)
  expect(hours.status).toBe(422)
  const page = await hours.text()
  expect(page).toContain('value="很多"')
  expect(page).toContain('href="#overtime-hours"')
  const named = { ...week, service: 'newborn', words: '問 0912-345-678 就知道' }
  const objection = await post('/desk/ledger/objection', named, registry)
  expect(objection.status).toBe(422)
  expect(await objection.text()).toContain('問 0912-345-678 就知道')
})

test('nobody speaks for another desk, and no week is told of before it has ended', async () => {
  const told = { desk: 'front-desk', week: LAST_WEEK, hours: '3' }
  expect((await post('/desk/ledger/overtime', told, registry)).status).toBe(403)
  const early = { desk: 'household-desk', week: '2026-11-23', hours: '3' }
  expect((await post('/desk/ledger/overtime', early, registry)).status).toBe(422)
  const note = { change: 'journey:birth:1', words: '我來說' }
  expect((await post('/desk/ledger/note', note, registry)).status).toBe(403)
})

test('a version that costs a group time waits until its owner has said so in public', async () => {
  const change = (file: string, by: (text: string) => string) =>
    writeFileSync(join(folder, file), by(readFileSync(join(folder, file), 'utf8')))
  change('journeys/birth/journey.yaml', (text) =>
    text.replace('version: 1', 'version: 2').replace('en: A child is born', 'en: Born here'),
  )
  change('weighings/birth.yaml', (text) => {
    const first = text.slice(text.indexOf('  - version: 1'))
    return `${text}${first.replace('version: 1', 'version: 2')}`
  })
  change(
    'ledger.yaml',
    (text) => `${text}
  - service: newborn
    what: journey
    id: birth
    version: 2
    startsOn: 2026-11-26
    title: { zh-TW: 櫃台多看一次證件, en: Papers are seen twice }
    groups:
      - group: clerks:household-desk
        before: { minutes: 10, source: { zh-TW: 前一版, en: The version before } }
        after: { minutes: 14, source: { zh-TW: 估計, en: Estimated } }
        perWeek: { cases: 210, source: { zh-TW: 約, en: About } }
`,
  )
  await loadLedger(station)
  await reload(station)
  const told = async () =>
    (await listGateResults(station.db, { what: 'journey', id: 'birth', version: 2 })).find(
      ({ gate }) => gate === 'told',
    )
  expect((await told())?.findings.map((one) => one['zh-TW']).join()).toContain(
    '戶政事務所 登記櫃台：每件多 4 分鐘',
  )
  const note = { change: 'journey:birth:2', words: '加派一位同事，兩個月後改回一次。' }
  expect((await post('/desk/ledger/note', note, owner)).status).toBe(303)
  await reload(station)
  expect((await told())?.state).toBe('passed')
  const version = { what: 'journey' as const, id: 'birth', version: 2 }
  expect(await ledgerWarnings(station, station.db, version)).toEqual([])
})

test('a mistake in the file is named with its line, and what was declared stays', async () => {
  const file = join(folder, 'ledger.yaml')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('clerks:forest-desk', 'clerks:no-such-desk'))
  await expect(loadLedger(station)).rejects.toThrow(/ledger\.yaml:\d+:\d+ group: no desk/)
  writeFileSync(file, text)
  expect(await pageOf('/ledger/mountain-trip')).toContain('三個網站變一次申請')
})
