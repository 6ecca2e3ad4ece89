import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drainJobs, newApp, newStation, signIn, type TestStation } from '../../tests/world.ts'
import { createDraft, findDraft, saveDraft } from '../cases/index.ts'
import { listGateResults } from '../core/gates.ts'
import { listEntriesAfter } from '../core/openlog.ts'
import { answersOf, readExamples } from '../journeys/definition/tried.ts'
import { findWaitingVersion, getJourney, listJourneys, reload } from '../journeys/index.ts'
import { findBySource } from '../promises/index.ts'
import { keepWeighings } from './actions/weighings.ts'
import { findWeighing } from './store/weighings.ts'

let station: TestStation
let folder: string
let app: ReturnType<typeof newApp>
let owner: Headers

beforeAll(async () => {
  const first = await newStation()
  folder = mkdtempSync(join(tmpdir(), 'city-'))
  cpSync('cities/taichung', folder, { recursive: true })
  first.city.directory = folder
  station = first
  app = newApp(station)
  owner = await signIn(app, 'owner')
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await station.close()
})

function change(file: string, by: (text: string) => string): void {
  const path = join(folder, file)
  writeFileSync(path, by(readFileSync(path, 'utf8')))
}
const resultOf = async (gate: string, version = 2) =>
  (await listGateResults(station.db, { what: 'journey', id: 'birth', version })).find(
    (one) => one.gate === gate,
  )
const pageOf = async (path: string, headers?: Headers) =>
  (await app.request(path, headers ? { headers } : {})).text()

test('both journeys of the demo city are live at the first start, weighed and tried', async () => {
  expect((await listJourneys(station.db)).map(({ id }) => id)).toEqual(['birth', 'hike'])
  for (const { id, version } of await listJourneys(station.db)) {
    const results = await listGateResults(station.db, { what: 'journey', id, version })
    expect(results).toMatchObject([
      { gate: 'told', state: 'passed' },
      { gate: 'tried', state: 'passed' },
    ])
    expect(await findWeighing(station.db, { what: 'journey', id, version })).toMatchObject({
      content: { isExample: true },
    })
  }
})

test('a changed journey waits until it is weighed and tried, and the version before it stays', async () => {
  change('journeys/birth/journey.yaml', (text) =>
    text.replace('version: 1', 'version: 2').replace('en: A child is born', 'en: Born here'),
  )
  expect(await reload(station)).toEqual([])
  expect((await getJourney(station.db, 'birth')).version).toBe(1)
  expect((await findWaitingVersion(station.db, 'birth'))?.version).toBe(2)
  expect((await resultOf('told'))?.findings.map(({ en }) => en)).toEqual([
    'The doors weighed and the people concerned are not written down yet.',
  ])
  expect((await resultOf('tried'))?.findings).toHaveLength(5)
})

test('everybody may read what is missing, before the version starts', async () => {
  const page = await pageOf('/voices/trials/birth')
  expect(page).toContain('第 2 版，還沒上線')
  expect(page).toContain('還沒有走過')
  expect(await pageOf('/voices/weighings/birth/2')).toContain('這一版還不能上線')
})

test('not told stops it by the name of the group; in an emergency it may be told within 72 hours', async () => {
  change('weighings/birth.yaml', (text) => {
    const first = text.slice(text.indexOf('  - version: 1'))
    const untold = first
      .replace('version: 1', 'version: 2')
      .replace(/ {8}told:\n {10}on: 2026-08-12\n {10}how:\n( {12}.*\n)+/, '')
    expect(untold).not.toContain('2026-08-12')
    return `${text}${untold}`
  })
  await reload(station)
  expect((await resultOf('told'))?.findings.map(({ en }) => en)).toEqual([
    'Not told yet: New immigrants’ families, children born abroad, parents on their own.',
  ])
  change(
    'weighings/birth.yaml',
    (text) => `${text}    emergency:
      by: { zh-TW: 民政局, en: Civil Affairs Bureau }
      reason: { zh-TW: 颱風, en: typhoon }
      from: 2026-11-23T08:00:00+08:00
`,
  )
  await reload(station)
  expect((await resultOf('told'))?.state).toBe('passed')
  expect((await getJourney(station.db, 'birth')).version).toBe(1)
})

/** Answers of the journey's first example, through which a draft may be filed. */
function wholeAnswers() {
  const examples = readExamples('cities/taichung/journeys/birth').map(({ example }) => example)
  const good = examples.find(({ expect: { problems } }) => problems.length === 0)
  if (!good) throw new Error('no example without problems')
  return answersOf(good, examples)
}

const MOBILE = 'Mozilla/5.0 (Linux; Android 16) Mobile Safari'

/** A run, as a browser would make it. */
async function goThrough(
  way: string,
  device: { script: string; width: string; language?: string; agent?: string },
  who = 'responsible',
) {
  const post = (path: string, form: Record<string, string>, headers = new Headers()) => {
    const all = new Headers(headers)
    all.set('origin', 'http://localhost')
    if (device.agent) all.set('user-agent', device.agent)
    if (device.language) all.set('accept-language', device.language)
    return app.request(path, { method: 'POST', body: new URLSearchParams(form), headers: all })
  }
  const made = await post('/desk/trials', { journey: 'birth', version: '2', who, way }, owner)
  expect(made.status).toBe(303)
  const address = made.headers.get('location') ?? ''
  const token = address.split('/').at(-1) ?? ''
  const begun = await post(`${address}/begin`, device)
  expect(begun.headers.get('location')).toBe(`/drafts/${token}`)
  const draft = await findDraft(station, token)
  await saveDraft(station, token, {
    revision: draft?.revision ?? 0,
    answers: wholeAnswers(),
    language: 'zh-TW',
  })
  const ended = await post(`${address}/end`, { ...device, stumbled: 'the third box' })
  expect(ended.headers.get('location')).toBe('/voices/trials/birth?ended')
  return token
}

test('a run shows the waiting version as it will be, says that nothing is sent, and cannot be filed', async () => {
  const made = await app.request('/desk/trials', {
    method: 'POST',
    body: new URLSearchParams({
      journey: 'birth',
      version: '2',
      who: 'responsible',
      way: 'counter',
    }),
    headers: owner,
  })
  const address = made.headers.get('location') ?? ''
  const token = address.split('/').at(-1) ?? ''
  expect(await pageOf(address)).toContain('內部試走，不會送到任何機關。')
  const begin = await app.request(`${address}/begin`, {
    method: 'POST',
    body: new URLSearchParams({ script: 'off', width: '' }),
    headers: { origin: 'http://localhost' },
  })
  expect(begin.status).toBe(303)
  const first = await pageOf(`/drafts/${token}/pages/child`)
  expect(first).toContain('內部試走')
  expect(first).toContain(`/trials/${token}/end?page=child`)
  const filing = await app.request(`/drafts/${token}/filing`, {
    method: 'POST',
    headers: { origin: 'http://localhost' },
  })
  expect(filing.status).toBe(409)
  const stopped = await app.request(`${address}/end`, {
    method: 'POST',
    body: new URLSearchParams({ script: 'off', width: '', page: 'child', stumbled: 'unclear' }),
    headers: { origin: 'http://localhost' },
  })
  expect(stopped.status).toBe(303)
  expect(await pageOf('/voices/trials/birth')).toContain('停在半路')
})

test('a draft of anybody else never gets the waiting version', async () => {
  const { token } = await createDraft(station, {
    journeyId: 'birth',
    journeyVersion: 2,
    channel: 'web',
    language: 'zh-TW',
  })
  expect((await app.request(`/drafts/${token}`)).status).toBe(404)
})

test('only whoever answers for it goes through it as such', async () => {
  const clerk = await signIn(app, 'counter')
  const form = { journey: 'birth', version: '2', who: 'responsible', way: 'counter' }
  const body = new URLSearchParams(form)
  const refused = await app.request('/desk/trials', { method: 'POST', body, headers: clerk })
  expect(refused.status).toBe(403)
})

test('a run of another group is published with where it stumbled, and opens no gate', async () => {
  await goThrough('phone', { script: 'on', width: '390' }, 'grandparent')
  const page = await pageOf('/voices/trials/birth')
  expect(page).toContain('阿公阿嬤')
  expect(page).toContain('the third box')
  await drainJobs(station)
  expect((await resultOf('tried'))?.findings).toHaveLength(5)
})

test('a run without script in which a script ran leaves the gate closed', async () => {
  await goThrough('script_off', { script: 'on', width: '1280' })
  await drainJobs(station)
  expect((await resultOf('tried'))?.findings).toHaveLength(5)
  expect(await pageOf('/voices/trials/birth')).toContain('不算「關掉網頁程式」')
})

test('with the fifth run of the responsible the version starts by itself', async () => {
  await goThrough('in_person', { script: 'on', width: '1280' })
  await goThrough('counter', { script: 'on', width: '1280' })
  await goThrough('phone', { script: 'off', width: '', agent: MOBILE })
  await goThrough('script_off', { script: 'off', width: '' })
  await drainJobs(station)
  expect((await getJourney(station.db, 'birth')).version).toBe(1)
  await goThrough('other_language', { script: 'on', width: '1280', language: 'en' })
  await drainJobs(station)
  expect((await getJourney(station.db, 'birth')).version).toBe(2)
  expect(await findWaitingVersion(station.db, 'birth')).toBeNull()
  const page = await pageOf('/journeys/birth/versions/2')
  expect(page).toContain('臺中市政府民政局 戶政科，2026年11月23日（一）走過')
})

test('an emergency is a promise to tell within 72 hours, and stands in the open log', async () => {
  const source = { module: 'voices', ref: 'emergency journey birth 2', url: null }
  expect(await findBySource(station.db, source)).toMatchObject({
    dueOn: '2026-11-26',
    by: '民政局',
    state: 'open',
  })
  expect(await pageOf('/voices/weighings/birth/2')).toContain('緊急上線')
  const kept = (await listEntriesAfter(station.db, 0, 100)).filter(
    ({ kind }) => kind === 'voices.weighing_kept',
  )
  expect(kept.at(-1)?.data).toMatchObject({ id: 'birth', version: 2 })
})

test('whom the owner told since is kept, and said in the log again', async () => {
  const version = { what: 'journey' as const, id: 'birth', version: 2 }
  const before = await findWeighing(station.db, version)
  await keepWeighings(station)
  expect((await findWeighing(station.db, version))?.digest).toBe(before?.digest)
  change('weighings/birth.yaml', (text) => text.replace('颱風', '颱風假'))
  await keepWeighings(station)
  expect((await findWeighing(station.db, version))?.changedAt).toEqual(station.clock.now())
})
