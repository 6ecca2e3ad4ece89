// What a program sends that cannot be right: one clear answer each, every wrong field named, in the
// caller's language, and nothing filed.

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newApp, newStation, type TestStation } from '../world.ts'

type Answers = Record<string, unknown>
interface Filing {
  journey: string
  answers: Answers
}
interface Refusal {
  status: number
  detail: string
  errors: { pointer: string; detail: string }[]
}

const read = (name: string) => JSON.parse(readFileSync(`examples/${name}.json`, 'utf8')) as Filing
const XUESHAN = read('hike-xueshan')
const SOUTHERN = read('hike-southern-section-2')

let station: TestStation
let app: ReturnType<typeof newApp>
beforeAll(async () => {
  station = await newStation()
  app = newApp(station)
})
afterAll(() => station.close())

let keys = 0
async function post(body: string, headers: Record<string, string> = {}): Promise<Refusal> {
  keys += 1
  const answer = await app.request('/api/v1/cases', {
    method: 'POST',
    body,
    headers: {
      'Content-Type': 'application/json',
      'Idempotency-Key': `bad-input-${keys}`,
      'Accept-Language': 'zh-TW',
      ...headers,
    },
  })
  return { ...((await answer.json()) as Refusal), status: answer.status }
}

const file = (example: Filing, changes: Answers, headers = {}) =>
  post(JSON.stringify({ ...example, answers: { ...example.answers, ...changes } }), headers)

const person = (example: Filing, changes: Answers) => ({
  applicant: { ...(example.answers.applicant as Answers), ...changes },
})
const members = (example: Filing) => example.answers.members as Answers[]
const pointers = ({ errors }: Refusal) => errors.map(({ pointer }) => pointer)

const casesKept = async () => {
  const rows = await station.db.selectFrom('cases.cases').select('case_id').limit(50).execute()
  return rows.length
}

describe('what cannot be read', () => {
  test.each([
    ['{"journey":', {}, 400, '看不懂送來的內容，請檢查格式。'],
    ['{"journey":', { 'Accept-Language': 'en' }, 400, ''],
    [JSON.stringify(XUESHAN), { 'Content-Type': 'text/plain' }, 415, '內容格式不對'],
    [JSON.stringify({ ...XUESHAN, journey: 'x'.repeat(1_000_000) }), {}, 413, '送來的內容太大。'],
  ])('%.20s, %j: %i', async (body, headers, status, words) => {
    const refusal = await post(body, headers)
    expect(refusal.status).toBe(status)
    expect(refusal.detail).toContain(words)
    if (words === '') expect(refusal.detail).toMatch(/^[\x20-\x7e’]+$/)
  })

  test('a list instead of an object', async () => {
    expect(await post('[1]')).toMatchObject({ status: 422, errors: [{ pointer: '' }] })
  })
})

describe('what is not so', () => {
  test('wrong types are all named', async () => {
    const refusal = await file(XUESHAN, { team_name: 5, members: 'x', applicant: [] })
    expect(refusal.status).toBe(422)
    expect(pointers(refusal)).toEqual([
      '/answers/applicant/name',
      '/answers/team_name',
      '/answers/members',
    ])
  })

  test('a day that is in no calendar', async () => {
    const refusal = await file(XUESHAN, person(XUESHAN, { birth: '2026-02-30' }))
    expect(refusal.errors).toEqual([
      { pointer: '/answers/applicant/birth', detail: '日曆上沒有 2026 年 2 月 30 日' },
    ])
  })

  test('a member named twice', async () => {
    const refusal = await file(SOUTHERN, { members: [...members(SOUTHERN), members(SOUTHERN)[0]] })
    expect(pointers(refusal)).toEqual(['/answers/members/2/id_number'])
  })

  test('a team of thirteen', async () => {
    const many = Array.from({ length: 12 }, () => members(SOUTHERN)[0])
    const refusal = await file(SOUTHERN, { members: many })
    expect(refusal.status).toBe(422)
    expect(pointers(refusal)).toContain('/answers/members')
  })

  test('a leader of 19 is refused at 玉山, with the year of the rule', async () => {
    const birth = { birth: '2007-06-01' }
    const zh = await file(SOUTHERN, person(SOUTHERN, birth))
    expect(zh.errors).toEqual([
      {
        pointer: '/answers/applicant/birth',
        detail: '玉山國家公園要求領隊在出發那天滿 20 歲（2019 年的規定）',
      },
    ])
    const en = await file(SOUTHERN, person(SOUTHERN, birth), { 'Accept-Language': 'en' })
    expect(en.errors[0]?.detail).toMatch(/20.*2019/)
  })

  test('a journey that there is not', async () => {
    const refusal = await post(JSON.stringify({ ...XUESHAN, journey: 'nope' }))
    expect(refusal).toMatchObject({ status: 404, detail: '找不到這項服務，或這個版本' })
  })
})

test('nothing of all this was filed', async () => {
  expect(await casesKept()).toBe(0)
})

describe('what looks odd and is right', () => {
  test.each([
    ['a day of the Republic', person(XUESHAN, { birth: '民國75年3月2日' })],
    ['rare characters', person(XUESHAN, { name: '林𨳊䂖' })],
    ['a leader of 19 at 雪霸, which asks for 18', person(XUESHAN, { birth: '2007-06-01' })],
  ])('%s', async (_, changes) => {
    expect((await file(XUESHAN, { ...changes, team_name: `隊 ${keys}` })).status).toBe(201)
  })
})

test('whatever JSON comes as answers, the answer is never an accident of ours', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('hike', 'birth'),
      async (answers, journey) => {
        const { status } = await post(JSON.stringify({ journey, answers }))
        expect([400, 422, 429]).toContain(status)
      },
    ),
    { numRuns: 150 },
  )
})

describe('addresses and methods', () => {
  test.each([
    ['GET', '/api/v1/cases/TC-AAAA-AAAA', 404],
    ['GET', '/api/v1/nope', 404],
    ['GET', '/status/forged', 404],
    ['GET', '/drafts/forged/review', 404],
    ['POST', '/status/forged/withdrawal', 404],
    ['GET', '/desk', 303],
  ])('%s %s is %i', async (method, path, status) => {
    expect((await app.request(path, { method })).status).toBe(status)
  })

  test('a known API address asked in a wrong way names the right ones', async () => {
    const response = await app.request('/api/v1/journeys/hike', { method: 'DELETE' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET')
    expect(await response.json()).toMatchObject({
      type: 'urn:yizhan:problem:not_allowed',
      status: 405,
    })
  })
})
