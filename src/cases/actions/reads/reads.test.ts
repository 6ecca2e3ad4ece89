// What agencies answer, from the draft to the case and to its erasure; and the same by the API.

import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { publishReadingBirth } from '../../../../tests/journeys/reading.ts'
import { newApp } from '../../../../tests/world.ts'
import { BIRTH, type City, newCity, START } from '../../station.examples.ts'
import { createDraft, findDraft, saveDraft } from '../drafts.ts'
import { fileDraft } from '../filing.ts'
import { readStatus } from '../status.ts'
import { deleteWhatHasEnded, eraseCase } from '../upkeep.ts'
import { askAgency } from './ask.ts'
import { disputeAnswer, withdrawConsent } from './change.ts'

const { name: _name, ...MOTHER } = BIRTH.answers.mother as Record<string, string>
const { home: _home, ...REST } = BIRTH.answers
const ANSWERS = { ...REST, mother: MOTHER, parents: 'one', parent: undefined, surname: undefined }

let city: City
let app: ReturnType<typeof newApp>

beforeAll(async () => {
  city = await newCity()
  await publishReadingBirth(city)
  app = newApp(city)
})
afterAll(() => city.close())
beforeEach(async () => {
  await fetch(`${city.sandbox.url}/reset`, { method: 'POST' })
  await city.setTime(START)
  await sql`delete from adapters.readings`.execute(city.db)
  await sql`update adapters.lanes set failures = 0, paused_until = null`.execute(city.db)
})

const begin = async () =>
  createDraft(city, {
    journeyId: 'birth',
    journeyVersion: 99,
    channel: 'web',
    language: 'zh-TW',
    answers: JSON.parse(JSON.stringify(ANSWERS)),
  })
const ask = (token: string) => askAgency(city, { token, adapterId: 'household-read' })

async function answered() {
  const { token, draftId } = await begin()
  expect(await ask(token)).toEqual({ ok: true, outcome: 'answered' })
  const draft = await findDraft(city, token)
  if (!draft) throw new Error('no draft')
  return { token, draftId, draft }
}

async function filed(token: string) {
  const result = await fileDraft(city, { token, language: 'zh-TW' })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result
}

test('values stand in the draft as if typed, with who gave them, when and by what consent', async () => {
  const { draft } = await answered()
  expect(draft.answers).toMatchObject({
    mother: { ...MOTHER, name: '林怡君' },
    home: { city: '臺中市', district: '西屯區' },
  })
  expect(draft.readings).toMatchObject([
    {
      consentId: expect.stringMatching(/^[A-Z0-9]{10}$/),
      agencyId: 'household-registration',
      fields: ['name', 'address'],
      holdsUntil: '2026-12-23T09:30:00+08:00',
    },
  ])
  const { rows } = await sql<{ agency_id: string; subject: string }>`
    select agency_id, subject from people.views where reason = 'reading' order by view_id desc`.execute(
    city.db,
  )
  expect(rows[0]).toEqual({
    agency_id: 'household-registration',
    subject: `draft:${draft.draftId}`,
  })
})

test('nothing of it lies readable in the database', async () => {
  const { draftId } = await answered()
  const { rows } = await sql<{ row: string }>`
    select d::text || encode(sealed_reads, 'escape') as row from cases.drafts d
     where draft_id = ${draftId}::uuid`.execute(city.db)
  for (const secret of ['林怡君', '臺灣大道', MOTHER.id_number ?? '']) {
    expect(rows[0]?.row).not.toContain(secret)
  }
})

test('with the case it keeps its mark, in its history and for the API, and goes with its erasure', async () => {
  const { token } = await answered()
  const { caseId, reference, token: pass } = await filed(token)
  const view = await readStatus(city, caseId)
  expect(view.verified.map(({ pointer, state }) => [pointer, state])).toEqual([
    ['/mother/id_number', 'verified'],
    ['/mother/birth', 'verified'],
    ['/mother/name', 'verified'],
    ['/home', 'verified'],
  ])
  expect(view.events.map(({ kind }) => kind)).toContain('agency_read')
  const answer = await app.request(`/api/v1/cases/${reference}`, {
    headers: { Authorization: `Bearer ${pass}` },
  })
  expect((await answer.json()).verified).toContainEqual({
    question: '/home',
    state: 'verified',
    agency: 'household-registration',
    at: expect.stringMatching(/^2026-11-23T09:30/),
  })
  await eraseCase(city, { caseId, because: 'asked' })
  expect((await readStatus(city, caseId)).verified).toEqual([])
  const { rows } =
    await sql`select sealed_reads from cases.cases where case_id = ${caseId}::uuid`.execute(city.db)
  expect(rows).toEqual([{ sealed_reads: null }])
})

test('a draft that runs out takes what was answered with it', async () => {
  const { draftId, draft } = await answered()
  await city.setTime(new Date(draft.expiresAt.getTime() + 1000).toISOString())
  await deleteWhatHasEnded(city)
  const { rows } = await sql`select 1 from cases.drafts where draft_id = ${draftId}::uuid`.execute(
    city.db,
  )
  expect(rows).toEqual([])
})

test('a consent that is over before filing takes its values along', async () => {
  const { token, draft } = await answered()
  await city.setTime('2026-12-20T09:30:00+08:00')
  const { answers, revision } = draft
  await saveDraft(city, token, { answers, revision, language: 'zh-TW' })
  await city.setTime('2026-12-23T09:31:00+08:00')
  const result = await fileDraft(city, { token, language: 'zh-TW' })
  expect(result).toMatchObject({
    ok: false,
    problems: expect.arrayContaining([expect.objectContaining({ pointer: '/mother/name' })]),
  })
})

test('a value typed over goes to the case as the person’s own word', async () => {
  const { token } = await answered()
  await disputeAnswer(city, { token, pointer: '/mother/name' })
  const draft = await findDraft(city, token)
  if (!draft) throw new Error('no draft')
  const answers = { ...draft.answers, mother: { ...MOTHER, name: '林怡筠' } }
  await saveDraft(city, token, { answers, revision: draft.revision, language: 'zh-TW' })
  const { caseId } = await filed(token)
  const { verified } = await readStatus(city, caseId)
  expect(verified.find(({ pointer }) => pointer === '/mother/name')).toMatchObject({
    state: 'own',
    value: '林怡君',
  })
})

test('taking the consent back leaves nothing but that it was given', async () => {
  const { token, draft } = await answered()
  await withdrawConsent(city, { token, consentId: draft.readings[0]?.consentId ?? '' })
  const after = await findDraft(city, token)
  expect(after?.answers).toEqual(JSON.parse(JSON.stringify(ANSWERS)))
  expect(after?.readings).toMatchObject([{ values: [], endedAt: expect.any(String) }])
  expect(await ask(token)).toEqual({ ok: true, outcome: 'answered' })
})

test('the same by the API: see the offer, let the agency answer, take it back', async () => {
  const { token } = await begin()
  const address = `/api/v1/drafts/${token}/reads`
  const post = (wish: unknown) =>
    app.request(address, {
      method: 'POST',
      body: JSON.stringify(wish),
      headers: { 'Content-Type': 'application/json' },
    })
  const offer = await (await app.request(address)).json()
  expect(offer).toMatchObject({
    offers: [{ adapter: 'household-read', foundBy: { id_number: '/mother/id_number' } }],
    answered: [],
    last: null,
  })
  const given = await (await post({ ask: 'household-read' })).json()
  expect(given).toMatchObject({ offers: [], last: 'answered' })
  expect(given.answered).toContainEqual(
    expect.objectContaining({ question: '/mother/name', value: '林怡君', state: 'verified' }),
  )
  const wrong = await (await post({ wrong: '/mother/name' })).json()
  expect(wrong.answered).toContainEqual(
    expect.objectContaining({ question: '/mother/name', state: 'own' }),
  )
  const back = await (await post({ withdraw: given.answered[0].consent })).json()
  expect(back).toMatchObject({ answered: [], offers: [{ adapter: 'household-read' }] })
  expect((await app.request('/api/v1/drafts/nobody/reads')).status).toBe(404)
})
