// What agencies' officers do, and what the person can do about it: reject, return, approve; correct,
// withdraw, join a number got elsewhere; windows that open later.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { drainJobs } from '../../../tests/world.ts'
import {
  type City,
  file,
  legIn,
  newCity,
  SOUTHERN,
  START,
  settle,
  states,
  XUESHAN,
} from '../station.examples.ts'
import { correctCase, readFiledAnswers, startCorrection } from './correction.ts'
import { findDraft, saveDraft } from './drafts.ts'
import { fileDraft } from './filing.ts'
import { joinForeignReference } from './join.ts'
import { readStatus } from './status.ts'
import { eraseCase, sweep } from './upkeep.ts'
import { withdrawCase } from './withdraw.ts'

const DOER = { actor: 'person', basis: 'own_request', channel: 'web' } as const
let city: City
beforeAll(async () => {
  city = await newCity()
})
afterAll(() => city.close())

async function officer(system: 'park' | 'police', act: Record<string, string>) {
  await fetch(`${city.sandbox.url}/${system}/officer/act`, {
    method: 'POST',
    body: new URLSearchParams(act),
    redirect: 'manual',
  })
}
const legOf = async (caseId: string, agencyId: string) =>
  legIn(await readStatus(city, caseId), agencyId)

test('an officer’s rejection shows its reason at the next look', async () => {
  const { caseId } = await file(city, XUESHAN)
  await settle(city)
  const { reference } = await legOf(caseId, 'sheipa-park')
  const reason = '裝備計畫不足'
  await officer('park', { no: reference ?? '', action: 'reject', reason })
  await settle(city, 1)
  const view = await readStatus(city, caseId)
  expect(legIn(view, 'sheipa-park').state).toBe('rejected')
  expect(JSON.stringify(legIn(view, 'sheipa-park').reasons)).toContain(reason)
  expect(view.state).toBe('refused')
})

test('asking again and again writes nothing down while nothing changes', async () => {
  const { caseId } = await file(city, XUESHAN)
  await settle(city, 4)
  const before = (await readStatus(city, caseId)).events.length
  await settle(city, 4)
  expect((await readStatus(city, caseId)).events).toHaveLength(before)
})

test('a returned filing is corrected in place: one click, the same number', async () => {
  const { caseId } = await file(city, XUESHAN)
  await settle(city)
  const filed = (await city.oracle())['sheipa-park']?.filed
  const { reference } = await legOf(caseId, 'sheipa-park')
  const returned = { no: reference ?? '', action: 'return', reason: '請改隊名' }
  await officer('park', { ...returned, field: '團隊名稱' })
  await settle(city, 1)
  const leg = await legOf(caseId, 'sheipa-park')
  expect(leg.state).toBe('needs_correction')
  expect(leg.reasons[0]?.question).toBe('/team_name')

  const pointer = leg.reasons[0]?.question ?? ''
  const { token, pageId } = await startCorrection(city, { caseId, pointer, language: 'zh-TW' })
  expect(pageId).toBeTruthy()
  const draft = await findDraft(city, token)
  const answers = { ...draft?.answers, team_name: '雪山改名隊' }
  await saveDraft(city, token, { revision: 1, answers, language: 'zh-TW' })
  expect(await fileDraft(city, { token, language: 'zh-TW' })).toMatchObject({ ok: true, caseId })
  await settle(city)
  expect(await legOf(caseId, 'sheipa-park')).toMatchObject({ state: 'in_review', reference })
  expect((await city.oracle())['sheipa-park']?.filed).toBe(filed)
})

test('a change no agency asked for goes to a person there, not silently nowhere', async () => {
  const { caseId } = await file(city, XUESHAN)
  await settle(city)
  const answers = { ...(await readFiledAnswers(city, caseId)), team_name: '另一個隊名' }
  expect(await correctCase(city, { caseId, answers, doer: DOER })).toMatchObject({ ok: true })
  expect(await states(city, caseId)).toEqual({ 'sheipa-park': 'waiting_desk' })
  expect((await legOf(caseId, 'sheipa-park')).desk).toMatchObject({ task: 'correct' })
})

test('a correction that is wrong itself is refused with its field', async () => {
  const { caseId } = await file(city, XUESHAN)
  await settle(city)
  const answers = { ...(await readFiledAnswers(city, caseId)), contact: {} }
  const corrected = await correctCase(city, { caseId, answers, doer: DOER })
  if (corrected.ok) throw new Error('corrected')
  expect(corrected.problems.some(({ pointer }) => pointer.startsWith('/contact'))).toBe(true)
  await expect(
    correctCase(city, { caseId, answers: await readFiledAnswers(city, caseId), doer: DOER }),
  ).rejects.toMatchObject({ messageKey: 'cases.nothing_changed' })
})

test('withdrawing cancels at every agency, approved ones too, and empties them', async () => {
  await fetch(`${city.sandbox.url}/reset`, { method: 'POST' })
  const { caseId } = await file(city, SOUTHERN)
  await settle(city)
  const { reference } = await legOf(caseId, 'police')
  await officer('police', { no: reference ?? '', action: 'approve' })
  await settle(city, 1)
  expect(await states(city, caseId)).toMatchObject({ police: 'approved' })

  await withdrawCase(city, { caseId, doer: DOER })
  await withdrawCase(city, { caseId, doer: DOER })
  await settle(city)
  expect(new Set(Object.values(await states(city, caseId)))).toEqual(new Set(['withdrawn']))
  for (const { filed } of Object.values(await city.oracle())) expect(filed).toBe(0)
  expect((await readStatus(city, caseId)).state).toBe('withdrawn')
})

test('a withdrawal whose answer was lost is looked up, and done once more if it must', async () => {
  for (const mode of ['drop_before', 'drop_after']) {
    const { caseId } = await file(city, XUESHAN)
    await settle(city)
    const { filed } = (await city.oracle())['sheipa-park'] ?? { filed: 0 }
    await city.fault({ agency: 'sheipa-park', mode, times: 1, on: 'cancel' })
    await withdrawCase(city, { caseId, doer: DOER })
    await drainJobs(city)
    for (let turn = 0; turn < 3; turn += 1) {
      await city.setTime(new Date(city.clock.now().getTime() + 120_000).toISOString())
      await settle(city, 1)
    }
    expect(await states(city, caseId), mode).toEqual({ 'sheipa-park': 'withdrawn' })
    expect((await city.oracle())['sheipa-park']?.filed).toBe(filed - 1)
  }
})

test('a leg whose window is not open waits, and goes by itself when it opens', async () => {
  await city.setTime('2026-10-20T09:00:00+08:00')
  const { caseId } = await file(city, SOUTHERN).catch((error: Error) => {
    throw new Error(`the journey refuses a date before every window: ${error.message}`)
  })
  await settle(city)
  const before = await states(city, caseId)
  expect(Object.values(before)).toContain('waiting_window')
  const leg = (await readStatus(city, caseId)).legs.find((one) => one.state === 'waiting_window')
  expect(leg?.history.some((line) => line.said.message === 'cases.told.window')).toBe(true)

  await city.setTime(new Date((leg?.opensAt?.getTime() ?? 0) + 60_000).toISOString())
  await sweep(city)
  await settle(city)
  const after = await states(city, caseId)
  expect(Object.values(after)).not.toContain('waiting_window')
  await city.setTime(START)
})

test('a number got at the agency’s own site joins the status page', async () => {
  await fetch(`${city.sandbox.url}/reset`, { method: 'POST' })
  const first = await file(city, XUESHAN)
  await settle(city)
  const { reference } = await legOf(first.caseId, 'sheipa-park')
  await city.fault({ agency: 'sheipa-park', mode: 'maintenance', on: 'file' })
  const { caseId } = await file(city, XUESHAN)
  await settle(city)
  expect(await legOf(caseId, 'sheipa-park')).toMatchObject({ mayJoin: true })

  const join = (number: string) =>
    joinForeignReference(city, { caseId, leg: 'sheipa', reference: number, doer: DOER })
  expect(await join('雪-1151212-9999')).toMatchObject({ reason: 'reference_unknown_to_agency' })
  expect(await join(reference ?? '')).toEqual({ ok: true })
  expect(await legOf(caseId, 'sheipa-park')).toMatchObject({ state: 'in_review', reference })
  expect(await join(reference ?? '')).toMatchObject({ ok: false, reason: 'join_not_now' })
  await city.fault({ agency: 'sheipa-park', mode: 'none' })
})

test('an erased case says what happened, to nobody', async () => {
  const { caseId } = await file(city, SOUTHERN)
  await settle(city)
  await eraseCase(city, { caseId, because: 'asked' })
  await eraseCase(city, { caseId, because: 'asked' })
  const view = await readStatus(city, caseId)
  expect(view).toMatchObject({ isErased: true, mayCorrect: false, mayWithdraw: false })
  await expect(readFiledAnswers(city, caseId)).rejects.toMatchObject({ kind: 'conflict' })
  await settle(city)
  expect((await readStatus(city, caseId)).events.at(-1)?.kind).toBe('erased')
})
