import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  BIRTH,
  type City,
  file,
  newCity,
  SOUTHERN,
  settle,
  states,
  XUESHAN,
} from '../station.examples.ts'
import { findCaseByReference, openCase } from './access.ts'
import { createDraft, findDraft, saveDraft } from './drafts.ts'
import { fileCase, fileDraft } from './filing.ts'
import { readStatus } from './status.ts'

let city: City
beforeAll(async () => {
  city = await newCity()
})
afterAll(() => city.close())

const request = (key: string, answers = XUESHAN.answers) => ({
  journeyId: XUESHAN.journey,
  answers,
  idempotencyKey: key,
  channel: 'api' as const,
  language: 'zh-TW' as const,
})

test('three agencies of 南二段: park, police and huts have it once', async () => {
  const before = await city.oracle()
  const { caseId } = await file(city, SOUTHERN)
  await settle(city)
  const after = await city.oracle()
  expect(await states(city, caseId)).toEqual({
    'yushan-park': 'in_review',
    police: 'in_review',
    forestry: 'in_review',
  })
  const { days, legs } = await readStatus(city, caseId)
  expect(days.map(({ on }) => on)).toContain('2026-12-28')
  expect(legs.map(({ agencyId, drawnOn }) => [agencyId, drawnOn !== null])).toContainEqual([
    'forestry',
    true,
  ])
  for (const agency of ['yushan-park', 'police', 'forestry']) {
    expect(after[agency]?.filed).toBe((before[agency]?.filed ?? 0) + 1)
    expect(after[agency]?.received).toBe((before[agency]?.received ?? 0) + 1)
  }
})

test('the same request, however often and at the same time, is one case with one answer', async () => {
  const received = (await city.oracle())['sheipa-park']?.received ?? 0
  const answers = await Promise.all([1, 2, 3, 4].map(() => fileCase(city, request('same-key'))))
  const again = await fileCase(city, request('same-key'))
  const told = [...answers, again].map((filed) => filed.ok && [filed.reference, filed.token])
  expect(new Set(told.map(String)).size).toBe(1)
  expect(again).toMatchObject({ ok: true, isReplay: true })

  await settle(city)
  expect((await city.oracle())['sheipa-park']?.received).toBe(received + 1)
})

test('the same key with other answers is refused', async () => {
  await fileCase(city, request('key-for-one'))
  const other = { ...XUESHAN.answers, team_name: 'another' }
  await expect(fileCase(city, request('key-for-one', other))).rejects.toMatchObject({
    kind: 'conflict',
    messageKey: 'cases.key_reused',
  })
  await settle(city)
})

test('a team of 13 is told how many a team has with its leader', async () => {
  const member = { name: '山友', nationality: 'JP', birth: '1990-01-01' }
  const members = Array.from({ length: 12 }, (_, at) => ({ ...member, id_number: `TK10000${at}` }))
  const answer = await fileCase(city, request('thirteen', { ...XUESHAN.answers, members }))
  if (answer.ok) throw new Error('filed')
  const said = answer.problems.filter(({ pointer }) => pointer === '/members')
  expect(said).toMatchObject([{ message: { 'zh-TW': expect.stringContaining('最多 12 人') } }])
})

test('everything wrong is said at once, and nothing is filed', async () => {
  const { filed } = (await city.oracle())['sheipa-park'] ?? { filed: 0 }
  const { team_name: _, ...rest } = XUESHAN.answers
  const answer = await fileCase(city, request('wrong-answers', { ...rest, contact: 7 }))
  if (answer.ok) throw new Error('filed')
  expect(answer.problems.length).toBeGreaterThan(1)
  await settle(city)
  expect((await city.oracle())['sheipa-park']?.filed).toBe(filed)
})

test('a case is found again by reference and one answer, and by nothing less', async () => {
  const { reference, caseId, token } = await file(city, BIRTH)
  expect(await openCase(city, token)).toEqual({ caseId })
  expect(await openCase(city, token, reference)).toEqual({ caseId })
  expect(await openCase(city, `${token}x`)).toBeNull()
  expect(await openCase(city, token, (await file(city, BIRTH)).reference)).toBeNull()

  const { id_number } = BIRTH.answers.mother as { id_number: string }
  const typed = { reference: reference.toLowerCase().replace('-', ' '), answer: ` ${id_number} ` }
  const found = await findCaseByReference(city, typed)
  expect(found).toMatchObject({ caseId, reference })
  expect(await openCase(city, found?.token ?? '')).toEqual({ caseId })
  expect(await findCaseByReference(city, { reference, answer: 'A123456789' })).toBeNull()
  expect(await findCaseByReference(city, { reference: 'TC-2222-2222', answer: 'x' })).toBeNull()
})

test('two browsers on one draft: the later one is told and sees the other’s answers', async () => {
  const begun = { journeyId: 'birth', journeyVersion: 1, channel: 'web', language: 'en' } as const
  const { token } = await createDraft(city, begun)
  const language = 'en'
  const first = await saveDraft(city, token, { revision: 1, answers: { a: 1 }, language })
  expect(first).toEqual({ ok: true, revision: 2 })
  const second = await saveDraft(city, token, { revision: 1, answers: { b: 2 }, language })
  expect(second).toEqual({ ok: false, reason: 'moved', answers: { a: 1 }, revision: 2 })
  expect((await findDraft(city, token))?.answers).toEqual({ a: 1 })
  expect(await findDraft(city, 'forged')).toBeNull()
})

test('a draft filed twice is one case, and cannot be changed any more', async () => {
  const begun = {
    journeyId: 'birth',
    journeyVersion: 1,
    channel: 'web',
    language: 'zh-TW',
    answers: BIRTH.answers,
  } as const
  const { token } = await createDraft(city, begun)
  const filed = await Promise.all([1, 2].map(() => fileDraft(city, { token, language: 'zh-TW' })))
  expect(filed[0]).toMatchObject({ ok: true })
  expect(new Set(filed.map((one) => one.ok && one.token)).size).toBe(1)
  const saved = { revision: 1, answers: {}, language: 'zh-TW' } as const
  await expect(saveDraft(city, token, saved)).rejects.toMatchObject({ kind: 'conflict' })
  const view = await readStatus(city, filed[0]?.ok ? filed[0].caseId : '')
  expect(view.channel).toBe('web')
})

test('the person sees which agency was given which fields', async () => {
  const { caseId } = await file(city, XUESHAN)
  await settle(city)
  const { disclosures } = await readStatus(city, caseId)
  expect(disclosures).toMatchObject([{ agencyId: 'sheipa-park', deskId: null }])
  expect(disclosures[0]?.fields).toContain('leader')
})
