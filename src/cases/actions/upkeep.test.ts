// What is kept no longer, and files: sealed when they come, gone when their purpose has ended.

import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from '../../journeys/index.ts'
import { BIRTH, type City, file, newCity, settle, XUESHAN } from '../station.examples.ts'
import { keepUploads, readAttachment } from './attachments.ts'
import { correctCase, readFiledAnswers } from './correction.ts'
import { createDraft, findDraft, saveDraft } from './drafts.ts'
import { fileDraft } from './filing.ts'
import { deleteWhatHasEnded, eraseCase } from './upkeep.ts'

const PAGE = { id: 'child', title: { 'zh-TW': '寶寶', en: 'Child' }, questions: [] } as Page
const pdf = (name: string) => new File(['%PDF-1.7 letter'], name, { type: 'application/pdf' })
const language = 'zh-TW' as const
let city: City
beforeAll(async () => {
  city = await newCity()
})
afterAll(() => city.close())

const begin = () =>
  createDraft(city, {
    journeyId: 'birth',
    journeyVersion: 1,
    channel: 'web',
    language,
    answers: BIRTH.answers,
  })

const filesOf = async (caseId: string) => {
  const { rows } = await sql<{ id: string; sealed: Buffer | null }>`
    select attachment_id as id, sealed from cases.attachments where case_id = ${caseId}`.execute(
    city.db,
  )
  return rows
}

async function fileWithLetter() {
  const { token } = await begin()
  const kept = await keepUploads(city, token, PAGE, { letter: pdf('委託書.pdf') })
  expect(kept.letter).toMatchObject({ name: '委託書.pdf', mediaType: 'application/pdf' })
  const filed = await fileDraft(city, { token, language })
  if (!filed.ok) throw new Error('not filed')
  return filed.caseId
}

test('a file goes with its case, and nobody reads it in the database', async () => {
  const caseId = await fileWithLetter()
  const [stored] = await filesOf(caseId)
  expect(stored?.sealed?.toString('latin1')).not.toContain('PDF')
  const attachmentId = stored?.id ?? ''
  expect((await readAttachment(city, { caseId, attachmentId }))?.content.toString()).toContain(
    '%PDF',
  )
  const other = (await file(city, BIRTH)).caseId
  expect(await readAttachment(city, { caseId: other, attachmentId })).toBeNull()
})

test('a file that is not what it says it is, is not kept', async () => {
  const { token } = await begin()
  const lie = new File(['<script>'], 'letter.pdf', { type: 'application/pdf' })
  const kept = await keepUploads(city, token, PAGE, { letter: lie })
  expect(kept.letter).not.toHaveProperty('attachment')
})

test('the day after the purpose ended files are gone, and not a day before', async () => {
  const caseId = await fileWithLetter()
  const { rows } = await sql<{ day: string }>`
    select to_char(purpose_ends_on, 'YYYY-MM-DD') as day from cases.cases
     where case_id = ${caseId}`.execute(city.db)
  await city.setTime(`${rows[0]?.day}T12:00:00+08:00`)
  await deleteWhatHasEnded(city)
  expect((await filesOf(caseId))[0]?.sealed).not.toBeNull()
  await city.setTime(new Date(city.clock.now().getTime() + 86_400_000).toISOString())
  await deleteWhatHasEnded(city)
  await deleteWhatHasEnded(city)
  expect((await filesOf(caseId))[0]?.sealed).toBeNull()
  await city.setTime('2026-11-23T09:30:00+08:00')
})

test('a draft that nobody came back to is gone, with its key', async () => {
  const { token } = await begin()
  const { rows } = await sql<{ kept: number }>`
    select count(*)::integer as kept from core.keys where wrapped is not null`.execute(city.db)
  await city.setTime('2026-12-30T09:30:00+08:00')
  expect(await findDraft(city, token)).toBeNull()
  await deleteWhatHasEnded(city)
  const after = await sql<{ kept: number }>`
    select count(*)::integer as kept from core.keys where wrapped is not null`.execute(city.db)
  expect(after.rows[0]?.kept).toBeLessThan(rows[0]?.kept ?? 0)
  await city.setTime('2026-11-23T09:30:00+08:00')
})

test('nothing sealed of an erased case can be read again', async () => {
  const caseId = await fileWithLetter()
  await settle(city)
  await eraseCase(city, { caseId, because: 'asked' })
  const [stored] = await filesOf(caseId)
  expect(await readAttachment(city, { caseId, attachmentId: stored?.id ?? '' })).toBeNull()
  const { rows } = await sql<{ sealed: Buffer; key: string }>`
    select e.sealed, c.key_id as key from cases.legs l
      join cases.cases c using (case_id)
      cross join lateral (select l.sealed_input as sealed) e
     where c.case_id = ${caseId} and l.sealed_input is not null`.execute(city.db)
  for (const { sealed, key } of rows) {
    await expect(city.secrets.openText(city.db, key, sealed)).rejects.toMatchObject({
      messageKey: 'core.erased',
    })
  }
})

test('events are appended and never changed, whoever asks', async () => {
  const { caseId } = await file(city, XUESHAN)
  const change = sql`update cases.events set actor = 'nobody' where case_id = ${caseId}`
  await expect(change.execute(city.db)).rejects.toThrow('append-only')
  const remove = sql`delete from cases.events where case_id = ${caseId}`
  await expect(remove.execute(city.db)).rejects.toThrow('append-only')
})

test('pressing “send the correction” twice corrects once', async () => {
  const { caseId } = await file(city, XUESHAN)
  await settle(city)
  const answers = { ...(await readFiledAnswers(city, caseId)), team_name: '改一次' }
  const begun = { journeyId: 'hike', journeyVersion: 1, channel: 'web' as const, language }
  const { token } = await createDraft(city, { ...begun, answers, correctsCaseId: caseId })
  await saveDraft(city, token, { revision: 1, answers, language })
  const pressed = await Promise.all([1, 2].map(() => fileDraft(city, { token, language })))
  expect(pressed.map((one) => one.ok)).toEqual([true, true])
  const doer = { actor: 'person', basis: 'own_request', channel: 'web' } as const
  await expect(correctCase(city, { caseId, answers, doer })).rejects.toMatchObject({
    kind: 'conflict',
  })
})
