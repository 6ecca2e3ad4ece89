// Proof that a clerk keeps: sealed with the case, seen by the desk, gone with the case.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { newApp, signIn } from '../../../../tests/world.ts'
import { BIRTH, type City, file, newCity, settle } from '../../station.examples.ts'
import { eraseCase } from '../upkeep.ts'
import { lookAtTask, readDesk } from './look.ts'
import { takeTask } from './tasks.ts'

const PNG = new Uint8Array([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
])
let city: City
let counter: Headers
beforeAll(async () => {
  city = await newCity()
  counter = await signIn(newApp(city), 'household')
})
afterAll(() => city.close())

/** A task of the counter for a new case, taken by whoever signed in. */
async function takenTask() {
  const { caseId } = await file(city, BIRTH)
  await settle(city)
  const clerk = { accountId: 'household', desks: ['household-desk'] }
  const { open, later } = await readDesk(city, clerk)
  const task = [...open, ...later].find((one) => one.caseId === caseId)
  const taskId = task?.taskId ?? ''
  const taken = await ask(`/desk/tasks/${taskId}/taking`, { method: 'POST' })
  expect(taken.status).toBe(303)
  return { taskId, caseId, clerk }
}

const ask = (path: string, init: RequestInit = {}, headers = counter) =>
  newApp(city).request(path, { ...init, headers })

function sent(content: Uint8Array<ArrayBuffer>, type: string): RequestInit {
  const body = new FormData()
  body.set('evidence', new File([content], '收據.png', { type }))
  return { method: 'POST', body }
}

test('a picture is kept sealed, shown to the desk, and erased with the case', async () => {
  const { taskId, caseId } = await takenTask()
  const kept = await ask(`/desk/tasks/${taskId}/evidence`, sent(PNG, 'image/png'))
  expect(kept.status).toBe(303)
  const page = await (await ask(`/desk/tasks/${taskId}`)).text()
  const address = new RegExp(`/desk/tasks/${taskId}/evidence/[0-9a-f-]{36}`).exec(page)?.[0] ?? ''
  const shown = await ask(address)
  expect(shown.headers.get('content-type')).toBe('image/png')
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff')
  expect(new Uint8Array(await shown.arrayBuffer())).toEqual(PNG)

  const rows = await city.db.selectFrom('cases.evidence').selectAll().execute()
  const mine = rows.filter((row) => row.case_id === caseId && row.label === 'desk')
  expect(mine).toHaveLength(1)
  expect(Buffer.from(mine[0]?.sealed ?? []).includes(Buffer.from(PNG))).toBe(false)

  await eraseCase(city, { caseId, because: 'asked' })
  expect((await ask(address)).status).toBe(404)
})

test('what is no picture or PDF, or too large, is refused beside its field', async () => {
  const { taskId } = await takenTask()
  const large = new Uint8Array(5_000_001)
  large.set(PNG)
  for (const [content, type] of [
    [new TextEncoder().encode('<svg onload="alert(1)"/>'), 'image/svg+xml'],
    [new TextEncoder().encode('not a picture'), 'image/png'],
    [new Uint8Array(), 'image/png'],
    [large, 'image/png'],
  ] as const) {
    const answer = await ask(`/desk/tasks/${taskId}/evidence`, sent(content, type))
    expect([413, 422]).toContain(answer.status)
  }
  const clerk = { accountId: 'household', desks: ['household-desk'] }
  expect((await lookAtTask(city, clerk, taskId)).evidence).toEqual([])
})

test('only whoever has the task adds to it, and no other desk sees it', async () => {
  const { taskId } = await takenTask()
  await ask(`/desk/tasks/${taskId}/evidence`, sent(PNG, 'image/png'))
  const clerk = { accountId: 'household', desks: ['household-desk'] }
  const [one] = (await lookAtTask(city, clerk, taskId)).evidence
  const forest = await signIn(newApp(city), 'huts')
  const seen = await ask(`/desk/tasks/${taskId}/evidence/${one?.evidenceId}`, {}, forest)
  expect(seen.status).toBe(403)
  await takeTask(city, { accountId: 'colleague', desks: ['household-desk'] }, taskId)
  const late = await ask(`/desk/tasks/${taskId}/evidence`, sent(PNG, 'image/png'))
  expect(late.status).toBe(409)
})

test('begin and end of the work are kept with the task, and feed the ledger', async () => {
  const { taskId, caseId } = await takenTask()
  const page = await (await ask(`/desk/tasks/${taskId}`)).text()
  expect(page).toContain('開始處理')
  await city.clock.move?.(new Date(city.clock.now().getTime() + 7 * 60_000))
  const body = new URLSearchParams({ kind: 'needs_correction', reason: '出生證明看不清楚' })
  const settled = await ask(`/desk/tasks/${taskId}/outcome`, { method: 'POST', body })
  expect(settled.status).toBe(303)
  const { rows } = await city.db
    .selectFrom('cases.tasks')
    .select(['started_at', 'ended_at'])
    .where('task_id', '=', taskId)
    .execute()
    .then((found) => ({ rows: found }))
  const [task] = rows
  expect((task?.ended_at?.getTime() ?? 0) - (task?.started_at?.getTime() ?? 0)).toBe(7 * 60_000)
  const weeks = await city.db
    .selectFrom('cases.open_work_weeks')
    .selectAll()
    .where('desk_id', '=', 'household-desk')
    .execute()
  expect(weeks.reduce((sum, week) => sum + Number(week.minutes), 0)).toBe(7)
  expect(caseId).not.toBe('')
})
