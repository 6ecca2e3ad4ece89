// A leg that goes by mail, by real SMTP both ways: answers wake it, silence and bounces bring a
// person, and its letters end with the case.

import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { drainJobs } from '../../../tests/world.ts'
import { getAdapter, type Inbox, openInbox } from '../../adapters/index.ts'
import { type City, file, newCity, START, settle, XUESHAN } from '../station.examples.ts'
import { lookAtTask, readDesk } from './desk/look.ts'
import { settleTask, takeTask } from './desk/tasks.ts'
import { openLedger } from './ledger.ts'
import { readStatus } from './status.ts'
import { eraseCase } from './upkeep.ts'
import { withdrawCase } from './withdraw.ts'

const NUMBER = '自保字第1150000001號'
const READER = { accountId: 'counter', desks: ['front-desk', 'hike-owner'] }
let city: City
let inbox: Inbox
beforeAll(async () => {
  city = await newCity()
  inbox = (await openInbox(city)) as Inbox
})
afterAll(async () => {
  await inbox.close()
  await city.close()
})
beforeEach(async () => {
  await post('/reset', {})
  // The office begins to count anew.
  await sql`delete from adapters.conversations`.execute(city.db)
  await city.setTime(START)
  await post('/mailroom', { host: '127.0.0.1', port: inbox.port })
})

const post = (path: string, body: unknown) =>
  fetch(`${city.sandbox.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
const officer = (form: Record<string, string>) =>
  fetch(`${city.sandbox.url}/reserve/officer/act`, {
    method: 'POST',
    body: new URLSearchParams({ no: NUMBER, ...form }),
  })
const later = (minutes: number) =>
  city.setTime(new Date(city.clock.now().getTime() + minutes * 60_000).toISOString())
const legOf = async (caseId: string) => (await readStatus(city, caseId)).legs[0]

/** No journey has a reserve yet: the leg of a park is turned into one before anything is sent. */
async function fileByMail(): Promise<string> {
  const { caseId } = await file(city, XUESHAN)
  await sql`delete from jobs.job where name = 'cases.carry'`.execute(city.db)
  const input = getAdapter(city, 'reserve-entry').example?.(city.clock.now()) ?? {}
  await city.db.transaction().execute(async (tx) => {
    const sealed = await (await openLedger(city, tx, caseId)).seal.close(input)
    await sql`update cases.legs set adapter_id = 'reserve-entry', agency_id = 'reserve-office',
      sealed_input = ${Buffer.from(sealed)}, opens_at = null, closes_at = null
      where case_id = ${caseId}`.execute(tx)
  })
  await settle(city, 1)
  return caseId
}

const letters = async (caseId: string) =>
  (
    await sql<{ state: string }>`select l.state from adapters.letters l
      join adapters.conversations c using (token)
      where c.key in (select leg_id::text from cases.legs where case_id = ${caseId})
      order by seq`.execute(city.db)
  ).rows.map(({ state }) => state)

async function untilLetters(caseId: string, states: string[]): Promise<void> {
  await vi.waitFor(async () => expect(await letters(caseId)).toEqual(states), { timeout: 10_000 })
}

test('an answer wakes its leg: nobody waits for the next round of asking', async () => {
  const caseId = await fileByMail()
  expect(await legOf(caseId)).toMatchObject({ state: 'in_review' })
  await later(11)
  await untilLetters(caseId, ['taken', 'matched'])
  await drainJobs(city)
  expect(await legOf(caseId)).toMatchObject({ state: 'in_review', reference: NUMBER })

  await officer({ action: 'approve' })
  await untilLetters(caseId, ['taken', 'matched', 'matched'])
  await drainJobs(city)
  expect(await legOf(caseId)).toMatchObject({ state: 'approved' })
})

test('a letter that comes back brings a person, who reads why', async () => {
  await post('/faults', { agency: 'reserve-office', mode: 'bounce', times: 1 })
  const caseId = await fileByMail()
  await later(2)
  await untilLetters(caseId, ['taken', 'bounce'])
  await drainJobs(city)
  await settle(city)
  expect(await legOf(caseId)).toMatchObject({ state: 'unknown' })
  const { open } = await readDesk(city, READER)
  expect(open.map(({ kind, why, caseId: of }) => [kind, why, of])).toEqual(
    expect.arrayContaining([
      ['settle_unknown', 'unknown', caseId],
      ['owner', 'letter_bounce', null],
    ]),
  )
  const task = open.find(({ why }) => why === 'letter_bounce')
  const { evidence } = await lookAtTask(city, READER, task?.taskId ?? '')
  expect(evidence[0]?.body).toContain('Mailbox full')
})

test('an answer to a letter whose fate nobody knew settles it at once', async () => {
  await post('/faults', { agency: 'reserve-office', mode: 'drop_after', times: 1 })
  const caseId = await fileByMail()
  expect(await legOf(caseId)).toMatchObject({ state: 'unknown' })
  // Looked up in vain; the next look-up would be in some minutes.
  await later(9)
  await settle(city, 1)
  await later(1)
  await untilLetters(caseId, ['leaving', 'matched'])
  await drainJobs(city)
  expect(await legOf(caseId)).toMatchObject({ state: 'in_review', reference: NUMBER })
  expect((await city.oracle())['reserve-office']).toMatchObject({ received: 1, filed: 1 })
})

test('who has begun to ask reads the answer that comes meanwhile', async () => {
  await post('/faults', { agency: 'reserve-office', mode: 'drop_after', times: 1 })
  const caseId = await fileByMail()
  await post('/mailroom', { host: '127.0.0.1', port: 9 })
  for (const minutes of [1, 2, 6, 31, 121]) {
    await later(minutes)
    await settle(city, 1)
  }
  const before = (await readDesk(city, READER)).open.filter((task) => task.caseId === caseId)
  expect(before.map(({ kind }) => kind)).toEqual(['settle_unknown'])
  await takeTask(city, READER, before[0]?.taskId ?? '')
  await post('/mailroom', { host: '127.0.0.1', port: inbox.port })
  await untilLetters(caseId, ['leaving', 'matched'])
  await drainJobs(city)
  const read = (await readDesk(city, READER)).open.find(({ why }) => why === 'letter_answered')
  const { evidence } = await lookAtTask(city, READER, read?.taskId ?? '')
  expect(evidence[0]?.body).toContain(NUMBER)
})

test('silence beyond the agreed time becomes a question to a person, and nothing is sent again', async () => {
  await post('/faults', { agency: 'reserve-office', mode: 'reply_lost', times: 1 })
  const caseId = await fileByMail()
  await later(49 * 60)
  for (const minutes of [1, 2, 6, 31, 121, 121]) {
    await settle(city, 1)
    await later(minutes)
  }
  const { open, later: planned } = await readDesk(city, READER)
  const mine = [...open, ...planned].filter((task) => task.caseId === caseId)
  expect(mine.map(({ kind }) => kind)).toEqual(['settle_unknown'])
  expect(await letters(caseId)).toEqual(['taken'])
})

test('a withdrawal is asked for by mail and settled by the answer', async () => {
  const caseId = await fileByMail()
  await later(11)
  await untilLetters(caseId, ['taken', 'matched'])
  await drainJobs(city)
  const doer = { actor: 'person', basis: 'own_request', channel: 'web' } as const
  await withdrawCase(city, { caseId, doer })
  await drainJobs(city)
  await later(11)
  await untilLetters(caseId, ['taken', 'matched', 'taken', 'matched'])
  await settle(city)
  expect(await legOf(caseId)).toMatchObject({ state: 'withdrawn' })
  expect((await city.oracle())['reserve-office']).toMatchObject({ filed: 0, withdrawn: 1 })
})

test('erasing a case ends its letters and their key', async () => {
  const caseId = await fileByMail()
  const { rows } = await sql<{ key_id: string }>`select c.key_id from adapters.conversations c
    join cases.legs l on l.leg_id::text = c.key where l.case_id = ${caseId}`.execute(city.db)
  await eraseCase(city, { caseId, because: 'asked' })
  expect(await letters(caseId)).toEqual([])
  const keys = await sql<{ wrapped: Buffer | null }>`select wrapped from core.keys
    where key_id = ${rows[0]?.key_id}`.execute(city.db)
  expect(keys.rows).toEqual([{ wrapped: null }])
})

test('what the agency says it never had goes on by hand: the same letter again would be none', async () => {
  await post('/faults', { agency: 'reserve-office', mode: 'reply_lost', times: 9 })
  const caseId = await fileByMail()
  for (let day = 0; day < 9; day += 1) {
    await later(24 * 60)
    await settle(city, 1)
  }
  const open = async () =>
    (
      await sql<{ taskId: string; kind: string }>`
        select task_id as "taskId", kind from cases.tasks
         where case_id = ${caseId} and state in ('open', 'waiting')`.execute(city.db)
    ).rows
  const [asked] = await open()
  expect(asked).toMatchObject({ kind: 'settle_unknown' })
  const task = { taskId: asked?.taskId ?? '' }
  const clerk = { ...READER, desks: [...READER.desks, 'park-desk', 'forest-desk'] }
  await takeTask(city, clerk, task.taskId)
  await settleTask(city, clerk, { ...task, settlement: { kind: 'absent' } })
  await settle(city, 2)
  expect(await open()).toMatchObject([{ kind: 'file' }])
})

test('an answer to a letter whose leg has gone on by another way is read by a person', async () => {
  const caseId = await fileByMail()
  await later(11)
  await untilLetters(caseId, ['taken', 'matched'])
  await drainJobs(city)
  await sql`update cases.legs set adapter_id = 'parks' where case_id = ${caseId}`.execute(city.db)
  await officer({ action: 'approve' })
  await untilLetters(caseId, ['taken', 'matched', 'matched'])
  await drainJobs(city)
  const { rows } = await sql<{ deskId: string }>`
    select t.desk_id as "deskId" from cases.tasks t
      join adapters.letters l on l.letter_id::text = t.about ->> 'letterId'
      join adapters.conversations c using (token)
     where t.why = 'letter_answered'
       and c.key in (select leg_id::text from cases.legs where case_id = ${caseId})`.execute(
    city.db,
  )
  expect(rows.length).toBeGreaterThan(0)
})
