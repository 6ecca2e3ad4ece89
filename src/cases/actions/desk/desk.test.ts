// What desks do, by the example of a birth: one visit settles two offices, the third has its papers
// afterwards. And what happens when a desk is full.

import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Settlement } from '../../schema/requests.ts'
import {
  BIRTH,
  type City,
  file,
  legIn,
  newCity,
  SOUTHERN,
  settle,
  states,
} from '../../station.examples.ts'
import { readStatus } from '../status.ts'
import { withdrawCase } from '../withdraw.ts'
import { lookAtCase, lookAtTask, readDesk } from './look.ts'
import { handOverTask, settleTask, settleTasks, takeTask } from './tasks.ts'

const DOER = { actor: 'person', basis: 'own_request', channel: 'web' } as const
const words = (text: string) => ({ 'zh-TW': text, en: text })
/** One of the demo's accounts; what it may do is passed in. */
const clerk = (...desks: string[]) => ({ accountId: 'counter', desks })
const COUNTER = clerk('household-desk', 'civil-affairs-desk')
const SOCIAL = clerk('social-affairs-desk')
const FOREST = clerk('forest-desk')
const OWNER = clerk('hike-owner', 'birth-owner')

let city: City
beforeAll(async () => {
  city = await newCity()
  // The robot does not know the hut site any more: whatever it would order is the hut desk's.
  await city.fault({ agency: 'forestry', mode: 'changed_layout', on: 'any' })
})
afterAll(() => city.close())

async function tasksOf(who: { desks: string[]; accountId: string }, caseId: string) {
  const { mine, open, later } = await readDesk(city, who)
  return [...mine, ...open, ...later].filter((task) => task.caseId === caseId)
}

test('a birth: one visit settles registration and allowance, the third office has its papers after', async () => {
  const { caseId } = await file(city, BIRTH)
  await settle(city)
  expect(await states(city, caseId)).toEqual({
    'household-registration': 'waiting_desk',
    'civil-affairs': 'waiting_desk',
    'social-affairs': 'received',
  })

  const prepared = await tasksOf(COUNTER, caseId)
  const visit: Settlement = {
    kind: 'needs',
    what: 'visit',
    by: '2027-01-15T17:00:00+08:00',
    reasons: [],
    where: words('西屯區戶政事務所'),
    bring: [words('出生證明書正本')],
  }
  for (const { taskId } of prepared) await takeTask(city, COUNTER, taskId)
  await settleTasks(
    city,
    COUNTER,
    prepared.map(({ taskId }) => ({ taskId, settlement: visit })),
  )
  const told = await readStatus(city, caseId)
  expect(told.state).toBe('needs_you')
  expect(legIn(told, 'household-registration').needs).toMatchObject({
    what: 'visit',
    where: words('西屯區戶政事務所'),
  })
  expect(legIn(told, 'social-affairs').state).toBe('received')

  const visits = await tasksOf(COUNTER, caseId)
  expect(visits.map((task) => task.kind)).toEqual(['visit', 'visit'])
  await settleTasks(
    city,
    COUNTER,
    visits.map(({ taskId, agencyId }) => ({
      taskId,
      settlement: { kind: 'approved', reference: `${agencyId}-1` },
    })),
  )
  expect(await states(city, caseId)).toEqual({
    'household-registration': 'approved',
    'civil-affairs': 'approved',
    'social-affairs': 'waiting_desk',
  })
  const [papers] = await tasksOf(SOCIAL, caseId)
  const seen = await lookAtTask(city, SOCIAL, papers?.taskId ?? '')
  expect(seen.input).toMatchObject({ registration: 'household-registration-1' })
  await settleTask(city, SOCIAL, {
    taskId: seen.taskId,
    settlement: { kind: 'approved', reference: 'S-1' },
  })
  expect((await readStatus(city, caseId)).state).toBe('settled')
})

test('a desk sees what it needs, another desk does not, and each look is written down', async () => {
  const { caseId, reference } = await file(city, SOUTHERN)
  await settle(city)
  const [task] = await tasksOf(FOREST, caseId)
  const seen = await lookAtTask(city, FOREST, task?.taskId ?? '')
  expect(seen.steps.length).toBeGreaterThan(0)
  expect(seen.title?.['zh-TW']).toBeTruthy()
  await expect(lookAtTask(city, SOCIAL, seen.taskId)).rejects.toMatchObject({ kind: 'forbidden' })
  await expect(takeTask(city, SOCIAL, seen.taskId)).rejects.toMatchObject({ kind: 'forbidden' })
  expect(await lookAtCase(city, SOCIAL, reference.toLowerCase())).toMatchObject({ caseId })
  expect(await lookAtCase(city, SOCIAL, 'TC-2222-2222')).toBeNull()

  const { rows } = await sql<{ subject: string }>`
    select subject from people.views where subject = ${`case:${reference}`}`.execute(city.db)
  expect(rows).toHaveLength(2)
})

test('two clerks press “take”: one has it, the other is told', async () => {
  const { caseId } = await file(city, SOUTHERN)
  await settle(city)
  const [task] = await tasksOf(FOREST, caseId)
  const taken = await Promise.allSettled(
    [FOREST, { ...FOREST, accountId: 'huts' }].map((who) =>
      takeTask(city, who, task?.taskId ?? ''),
    ),
  )
  expect(taken.filter((one) => one.status === 'fulfilled').length).toBeGreaterThan(0)
  await settleTask(city, FOREST, {
    taskId: task?.taskId ?? '',
    settlement: { kind: 'pending', reference: 'F-1', until: '2026-11-27T12:00:00+08:00' },
  })
  const again = settleTask(city, FOREST, {
    taskId: task?.taskId ?? '',
    settlement: { kind: 'approved', reference: 'F-2' },
  })
  await expect(again).rejects.toMatchObject({ kind: 'conflict', messageKey: 'cases.already_done' })
  // Nobody can ask that agency by machine: the desk looks on the day of the draw.
  const [look] = await tasksOf(FOREST, caseId)
  expect(look).toMatchObject({ kind: 'look', dayOn: '2026-11-27', state: 'waiting' })
})

test('a task handed over is another desk’s, once', async () => {
  const { caseId } = await file(city, SOUTHERN)
  await settle(city)
  const [task] = await tasksOf(FOREST, caseId)
  await handOverTask(city, FOREST, { taskId: task?.taskId ?? '', deskId: 'front-desk' })
  expect(await tasksOf(FOREST, caseId)).toEqual([])
  expect(await tasksOf(clerk('front-desk'), caseId)).toMatchObject([{ kind: 'file' }])
  expect(legIn(await readStatus(city, caseId), 'forestry').desk?.deskId).toBe('front-desk')
})

test('withdrawing what a desk has not begun leaves nothing to do', async () => {
  const { caseId } = await file(city, BIRTH)
  await withdrawCase(city, { caseId, doer: DOER })
  expect(new Set(Object.values(await states(city, caseId)))).toEqual(new Set(['withdrawn']))
  expect(await tasksOf(COUNTER, caseId)).toEqual([])
})

test('withdrawing what a clerk has begun waits for the clerk, then becomes their task', async () => {
  const { caseId } = await file(city, BIRTH)
  const [begun] = await tasksOf(clerk('household-desk'), caseId)
  await takeTask(city, COUNTER, begun?.taskId ?? '')
  await withdrawCase(city, { caseId, doer: DOER })
  expect((await lookAtTask(city, COUNTER, begun?.taskId ?? '')).isWithdrawalAsked).toBe(true)
  await settleTask(city, COUNTER, {
    taskId: begun?.taskId ?? '',
    settlement: { kind: 'pending', reference: 'H-9' },
  })
  const [undo] = await tasksOf(clerk('household-desk'), caseId)
  expect(undo).toMatchObject({ kind: 'withdraw' })
  await settleTask(city, COUNTER, {
    taskId: undo?.taskId ?? '',
    settlement: { kind: 'withdrawn' },
  })
  expect((await readStatus(city, caseId)).state).toBe('withdrawn')
})

test('a full desk plans another day and tells the person; its owner hears of it once', async () => {
  await sql`
    insert into cases.desk_days (desk_id, day_on, minutes_able, minutes_planned)
    values ('forest-desk', '2026-11-23', 240, 236)
    on conflict (desk_id, day_on) do update set minutes_planned = 236`.execute(city.db)
  await sql`
    insert into cases.desk_days (desk_id, day_on, minutes_able, minutes_planned)
    values ('forest-desk', '2026-11-24', 240, 190)
    on conflict (desk_id, day_on) do update set minutes_planned = 190, owner_told_at = null`.execute(
    city.db,
  )
  const { caseId } = await file(city, SOUTHERN)
  await settle(city)
  const leg = legIn(await readStatus(city, caseId), 'forestry')
  expect(leg.desk).toMatchObject({ deskId: 'forest-desk', dayOn: '2026-11-24' })
  expect(leg.next).toEqual({ message: 'cases.next.waiting_desk', values: { on: '2026-11-24' } })
  expect(leg.history.some((line) => line.said.message === 'cases.told.planned_day')).toBe(true)

  await file(city, SOUTHERN)
  await settle(city)
  const { open } = await readDesk(city, OWNER)
  const notices = open.filter((task) => task.why === 'day_nearly_full')
  expect(notices).toMatchObject([{ about: { deskId: 'forest-desk', on: '2026-11-24' } }])
  await settleTask(city, OWNER, { taskId: notices[0]?.taskId ?? '', settlement: { kind: 'seen' } })
})

test('what no day before the closing date can hold is the owner’s at once, and the person is told', async () => {
  await sql`
    insert into cases.desk_days (desk_id, day_on, minutes_able, minutes_planned)
    select 'forest-desk', d::date, 240, 240
      from generate_series('2026-11-23'::date, '2026-12-31'::date, '1 day') d
    on conflict (desk_id, day_on) do update set minutes_planned = 240`.execute(city.db)
  const { caseId } = await file(city, SOUTHERN)
  await settle(city)
  const leg = legIn(await readStatus(city, caseId), 'forestry')
  expect(leg.state).toBe('with_owner')
  expect(leg.desk?.deskId).toBe('hike-owner')
  expect(leg.mayJoin).toBe(true)
  expect(leg.history.some((line) => line.said.message === 'cases.told.closing')).toBe(true)
})

test('what a desk left undone on its day has another day; person and owner are told', async () => {
  await sql`delete from cases.desk_days where desk_id = 'forest-desk'`.execute(city.db)
  const { caseId } = await file(city, SOUTHERN)
  await settle(city)
  await city.setTime('2026-11-23T17:00:30+08:00')
  await settle(city)
  const leg = legIn(await readStatus(city, caseId), 'forestry')
  expect(leg.desk).toMatchObject({ deskId: 'forest-desk', dayOn: '2026-11-24' })
  const late = leg.history.filter((line) => line.said.message === 'cases.told.late')
  expect(late).toMatchObject([{ said: { values: { on: '2026-11-24' } } }])
  const { mine, open, later } = await readDesk(city, OWNER)
  const notices = [...mine, ...open, ...later].filter((task) => task.why === 'desk_late')
  expect(notices).toMatchObject([{ about: { deskId: 'forest-desk' } }])
})
