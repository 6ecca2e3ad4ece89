// Puts work on a desk: a day with room before the agency closes, or the journey's owner at once. The
// person is told which, while they can still act themselves.

import { randomUUID } from 'node:crypto'
import { taipeiDay, taipeiTime } from '../../../core/clock.ts'
import type { Db } from '../../../core/db.ts'
import type { Station } from '../../../core/station.ts'
import { type DeskDay, deskDays, isNearlyFull, pickDay } from '../../rules/capacity.ts'
import type { Action, TaskReason } from '../../rules/plan.ts'
import type { TaskKind } from '../../schema/legs.ts'
import { bookDay, freeDay, listPlanned, saveOwnerTold } from '../../store/desk-days.ts'
import { findTask, hasOpenNotice, insertTask, type NewTask, saveEnded } from '../../store/tasks.ts'
import { ENGINE, type Ledger } from '../ledger.ts'
import { type DeskHours, deskHours, deskMinutes } from './desks.ts'

type OpenTask = Extract<Action, { kind: 'open_task' }>

/** What is only noted costs the desk's day nothing: visits are the counter's ordinary work. */
const UNBOOKED: readonly TaskKind[] = ['visit', 'owner']
/** Minutes for reading one result, and for what an owner's desk does by hand. */
const LOOK_MINUTES = 3
const OWNER_MINUTES = 10
/** Two writers may take the same room at the same time; the loser looks again. */
const BOOKING_TRIES = 5

export async function openTask(station: Station, tx: Db, ledger: Ledger, action: OpenTask) {
  await cancelTask(tx, ledger, action.leg)
  const { setup } = ledger.leg(action.leg)
  const ofAgency = setup.deskId ?? setup.helperDeskId
  const deskId = (action.desk === 'agency' && ofAgency) || ledger.row.ownerDeskId
  const wanted = { ...action, deskId, minutes: minutesFor(station, action, setup.adapterId) }
  const desk = deskHours(station, deskId)
  const placed = await place(tx, ledger, wanted, desk)

  if (!placed) {
    // No room while it would still help: the one who is responsible decides, today.
    const why = action.task === 'file' ? 'closing' : action.why
    return openTask(station, tx, ledger, { ...action, task: 'owner', desk: 'owner', why })
  }
  const { day, isBooked } = placed
  const minutes = isBooked ? wanted.minutes : 0
  await noteTask(tx, ledger, { ...wanted, minutes, day })
  if (isBooked) await tellOwner(tx, ledger, { deskId, day, minutes })
  if (action.why === 'late') await tellOwnerOfDelay(tx, ledger, { deskId, day })
}

/** The task on its desk, and in the case's own record. */
async function noteTask(tx: Db, ledger: Ledger, task: Wanted & { day: DeskDay }): Promise<void> {
  const taskId = randomUUID()
  const { leg, why, deskId, minutes, day } = task
  const { setup, row } = ledger.leg(leg)
  await insertTask(tx, {
    taskId,
    caseId: ledger.row.caseId,
    legId: row.legId,
    deskId,
    kind: task.task,
    why,
    about: {},
    minutes,
    dayOn: day.on,
    dueAt: day.closesAt,
    state: day.on > taipeiDay(ledger.now) ? 'waiting' : 'open',
    openedAt: ledger.now,
  })
  const dueAt = taipeiTime(day.closesAt)
  const fields = await fieldsOf(ledger, leg)
  const opened = {
    leg,
    taskId,
    task: task.task,
    deskId,
    dayOn: day.on,
    dueAt,
    minutes,
    why,
    fields,
  }
  ledger.record(
    ENGINE,
    { kind: 'task_opened', data: opened },
    tell(leg, why, { on: day.on, at: taipeiTime(setup.closesAt ?? day.closesAt) }),
  )
}

interface Wanted extends OpenTask {
  deskId: string
  minutes: number
}

/** Null when the desk has no day that would do. */
async function place(tx: Db, ledger: Ledger, wanted: Wanted, desk: DeskHours) {
  const today = taipeiDay(ledger.now)
  const { setup, facts } = ledger.leg(wanted.leg)
  const from = wanted.task === 'look' ? lookFrom(facts.by, ledger.now) : ledger.now
  const agencyClosesAt = wanted.task === 'file' ? setup.closesAt : null

  for (let tries = 0; tries < BOOKING_TRIES; tries += 1) {
    const planned = await listPlanned(tx, wanted.deskId, today)
    const days = deskDays(taipeiDay(from), (day) => desk.on(day), planned)
    if (UNBOOKED.includes(wanted.task)) {
      const day = days.find((day) => day.closesAt > ledger.now) ?? allDay(today)
      return { day: wanted.task === 'visit' ? untilVisit(day, facts.by) : day, isBooked: false }
    }
    const day = pickDay(days, wanted.minutes, { now: from, agencyClosesAt })
    if (!day) return null
    const { on, minutesAble } = day
    const minutesPlanned = await bookDay(tx, {
      deskId: wanted.deskId,
      on,
      minutes: wanted.minutes,
      minutesAble,
    })
    if (minutesPlanned !== null) return { day: { ...day, minutesPlanned }, isBooked: true }
  }
  return null
}

/** A desk that never works still owns what is given to it; it is overdue at the end of the day. */
const allDay = (on: string): DeskDay => ({
  on,
  minutesAble: 0,
  minutesPlanned: 0,
  closesAt: new Date(`${on}T23:59:59+08:00`),
})

/** The desk is told now; the person may come any day until then. */
const untilVisit = (day: DeskDay, by: string | null): DeskDay =>
  by && new Date(by) > day.closesAt ? { ...day, closesAt: new Date(by) } : day

const lookFrom = (by: string | null, now: Date): Date => {
  const decided = by ? new Date(by) : new Date(now.getTime() + 86_400_000)
  return decided > now ? decided : now
}

/** Closes the open task of a leg and gives its minutes back. */
export async function cancelTask(tx: Db, ledger: Ledger, leg: string): Promise<void> {
  const { task } = ledger.leg(leg).facts
  if (!task) return
  const ended = { taskId: task.taskId, state: 'cancelled' as const, at: ledger.now }
  if (await saveEnded(tx, ended)) await freeTask(tx, task.taskId)
  ledger.record(ENGINE, {
    kind: 'task_closed',
    data: { leg, taskId: task.taskId, how: 'cancelled' },
  })
}

/** What was not begun gives its minutes back to the day. */
export async function freeTask(tx: Db, taskId: string): Promise<void> {
  const task = await findTask(tx, taskId)
  if (!task || task.minutes === 0 || task.startedAt) return
  await freeDay(tx, { deskId: task.deskId, on: task.dayOn, minutes: task.minutes })
}

function minutesFor(station: Station, action: OpenTask, adapterId: string): number {
  if (UNBOOKED.includes(action.task)) return 0
  if (action.task === 'look') return LOOK_MINUTES
  return action.desk === 'agency' ? deskMinutes(station, adapterId) : OWNER_MINUTES
}

/** The names of what the desk will see. */
async function fieldsOf(ledger: Ledger, leg: string): Promise<string[]> {
  const { row } = ledger.leg(leg)
  if (!row.sealedInput) return []
  return Object.keys(await ledger.seal.open<Record<string, unknown>>(row.sealedInput))
}

const TOLD: Record<TaskReason, string> = {
  by_hand: 'planned_day',
  late: 'late',
  gave_up: 'gave_up',
  closing: 'closing',
  closed: 'closed',
  unknown: 'unknown',
  correction: 'correction',
  withdrawal: 'withdrawal',
  result: 'result',
  visit: 'visit',
}

const tell = (leg: string, why: TaskReason, values: Record<string, string>) =>
  ({ kind: 'told', data: { leg, message: `cases.told.${TOLD[why]}`, values } }) as const

/** A desk that left something undone: once while nobody has read it. */
async function tellOwnerOfDelay(
  tx: Db,
  ledger: Ledger,
  { deskId, day }: { deskId: string; day: DeskDay },
) {
  const owner = { deskId: ledger.row.ownerDeskId, why: 'desk_late' }
  if (await hasOpenNotice(tx, { ...owner, about: { deskId } })) return
  await insertTask(tx, noticeFor(ledger, { ...owner, about: { deskId, on: day.on }, day }))
}

interface Notice {
  deskId: string
  why: string
  about: Record<string, string>
  day: DeskDay
}

const noticeFor = (ledger: Ledger, { deskId, why, about, day }: Notice): NewTask => ({
  taskId: randomUUID(),
  caseId: null,
  legId: null,
  deskId,
  kind: 'owner',
  why,
  about,
  minutes: 0,
  dayOn: taipeiDay(ledger.now),
  dueAt: day.closesAt,
  state: 'open',
  openedAt: ledger.now,
})

/** Once per desk and day, and to the owner: the clerk sees the list anyway. */
async function tellOwner(
  tx: Db,
  ledger: Ledger,
  { deskId, day, minutes }: { deskId: string; day: DeskDay; minutes: number },
) {
  if (!isNearlyFull(day.minutesPlanned, day.minutesAble) || minutes === 0) return
  if (!(await saveOwnerTold(tx, { deskId, on: day.on, at: ledger.now }))) return
  const notice = { deskId: ledger.row.ownerDeskId, why: 'day_nearly_full' }
  await insertTask(tx, noticeFor(ledger, { ...notice, about: { deskId, on: day.on }, day }))
}
