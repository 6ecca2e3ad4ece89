// What a desk sees. Whoever opens something private is written down before it is shown.

import { type Description, listAdapters, openLetter } from '../../../adapters/index.ts'
import { taipeiDay } from '../../../core/clock.ts'
import type { Db } from '../../../core/db.ts'
import { Failure, type LocalText } from '../../../core/errors.ts'
import type { Station } from '../../../core/station.ts'
import type { Actor } from '../../../core/web.ts'
import {
  choiceBehind,
  getJourney,
  type Journey,
  labelsAt,
  questionForField,
} from '../../../journeys/index.ts'
import { logView } from '../../../people/index.ts'
import { leavesOf } from '../../rules/leaves.ts'
import { worksAt } from '../../rules/settlements.ts'
import type { TaskKind } from '../../schema/legs.ts'
import type { VerifiedView } from '../../schema/reads.ts'
import type { CaseView, TaskLine, TaskView } from '../../schema/view.ts'
import { findCaseByReference } from '../../store/cases.ts'
import { listPlanned } from '../../store/desk-days.ts'
import { listEvents } from '../../store/events.ts'
import { isFile, listEvidence } from '../../store/evidence.ts'
import { findTask, listTasks, listTasksOfCase, type TaskRow } from '../../store/tasks.ts'
import { readTyped } from '../access.ts'
import { type Input, inputOf, type KeptAnswers } from '../inputs.ts'
import { eventOf, type Ledger, openLedger } from '../ledger.ts'
import { verifiedOf } from '../reads/kept.ts'
import { readStatus } from '../status.ts'
import { agencyName, deskHours, isDesk } from './desks.ts'

const MOST_TASKS = 200
const MOST_EVIDENCE = 20

type Clerk = Pick<Actor, 'accountId' | 'desks'>

export interface Desk {
  /** Each with what is planned and possible today. */
  desks: { id: string; load: { minutes: number; room: number } }[]
  mine: TaskLine[]
  /** To be done today or earlier, taken by nobody. */
  open: TaskLine[]
  /** Planned for another day, or with a colleague. */
  later: TaskLine[]
}

/** All open tasks of the desks a person works at, by due time. */
export async function readDesk(station: Station, clerk: Clerk): Promise<Desk> {
  const today = taipeiDay(station.clock.now())
  const known = clerk.desks.filter((id) => isDesk(station, id))
  const tasks = await listTasks(station.db, { desks: known, limit: MOST_TASKS })
  const desks: Desk['desks'] = []
  for (const id of known) {
    const minutes = (await listPlanned(station.db, id, today)).get(today) ?? 0
    desks.push({ id, load: { minutes, room: deskHours(station, id).on(today)?.minutes ?? 0 } })
  }
  const isMine = (task: TaskRow) => task.takenBy === clerk.accountId
  const isOpen = (task: TaskRow) => task.takenBy === null && task.dayOn <= today
  return {
    desks,
    mine: tasks.filter(isMine),
    open: tasks.filter((task) => !isMine(task) && isOpen(task)),
    later: tasks.filter((task) => !isMine(task) && !isOpen(task)),
  }
}

/** @throws Failure not_found, forbidden for another desk's */
export async function lookAtTask(
  station: Station,
  clerk: Clerk,
  taskId: string,
): Promise<TaskView> {
  return station.db.transaction().execute(async (tx) => {
    const task = await findTask(tx, taskId)
    if (!task) throw new Failure('not_found', 'cases.task_not_found')
    if (!worksAt(clerk, task.deskId)) throw new Failure('forbidden', 'cases.other_desk')
    const { letterId } = task.about
    if (letterId) return lookAtLetter(station, tx, clerk, { task, letterId })
    if (!task.caseId || !task.leg) return { ...task, ...NOTHING_ELSE }

    const subject = `case:${task.reference}`
    await logView(station, tx, { actor: clerk, subject, reason: 'task' })
    const ledger = await openLedger(station, tx, task.caseId)
    return {
      ...task,
      ...(await aboutLeg(station, ledger, { leg: task.leg, kind: task.kind })),
      siblings: await siblingsOf(ledger, task, task.caseId),
    }
  })
}

/** The letter is read on the task; one that was forgotten since leaves the task without it. */
async function lookAtLetter(
  station: Station,
  tx: Db,
  clerk: Clerk,
  { task, letterId }: { task: TaskRow; letterId: string },
): Promise<TaskView> {
  const letter = await openLetter(station, letterId).catch(() => null)
  if (!letter) return { ...task, ...NOTHING_ELSE }
  await logView(station, tx, { actor: clerk, subject: `letter:${letterId}`, reason: 'task' })
  const { from, subject, text, at, attachments } = letter
  const names = attachments.map(({ name, bytes }) => `${name} (${bytes})`).join(', ')
  const body = [from, subject, '', text, '', names].join('\n').trim()
  const evidence = [{ label: subject || from, mediaType: 'text/plain', body, keptAt: at }]
  return { ...task, ...NOTHING_ELSE, evidence }
}

const NOTHING_ELSE = {
  title: null,
  agencyName: null,
  steps: [],
  site: null,
  input: {},
  chosen: {},
  agencyReference: null,
  closesAt: null,
  isWithdrawalAsked: false,
  evidence: [],
  siblings: [],
  changed: [],
  verified: [],
} satisfies Partial<TaskView>

const isSibling = (one: TaskRow, task: TaskRow): boolean =>
  one.taskId !== task.taskId &&
  one.deskId === task.deskId &&
  one.kind === task.kind &&
  one.endedAt === null

async function siblingsOf(
  ledger: Ledger,
  task: TaskRow,
  caseId: string,
): Promise<TaskView['siblings']> {
  const { journeyId, journeyVersion, erasedAt } = ledger.row
  const tasks = (await listTasksOfCase(ledger.db, caseId)).filter((one) => isSibling(one, task))
  const journey = await getJourney(ledger.db, journeyId, journeyVersion)
  const siblings = tasks.map(async ({ taskId, leg }) => {
    const title = journey.legs.find((one) => one.id === leg)?.title ?? journey.title
    return { taskId, title, input: erasedAt || !leg ? {} : await inputOf(ledger, leg) }
  })
  return Promise.all(siblings)
}

async function aboutLeg(
  station: Station,
  ledger: Ledger,
  { leg, kind }: { leg: string; kind: TaskKind },
) {
  const { row, facts } = ledger.leg(leg)
  const journey = await getJourney(ledger.db, ledger.row.journeyId, ledger.row.journeyVersion)
  const adapter = listAdapters(station).find(({ describe }) => describe.id === row.adapterId)
  const desk = adapter?.describe.desk
  const input = ledger.row.erasedAt ? {} : await inputOf(ledger, leg)
  return {
    title: journey.legs.find((one) => one.id === leg)?.title ?? null,
    agencyName: agencyName(station, row.agencyId),
    steps: stepsFor(kind, desk),
    changed: kind === 'correct' ? await changedIn(ledger, journey) : [],
    site: desk?.site ?? null,
    input,
    chosen: chosenIn(journey, leg, input),
    agencyReference: facts.reference,
    closesAt: row.closesAt,
    isWithdrawalAsked: facts.withdrawAsked,
    evidence: await openEvidence(ledger, leg),
    verified: await verifiedFor(station, ledger, { journey, leg, input }),
  }
}

/** Of what this agency gets, and no more: which answers another agency has to do with. */
async function verifiedFor(
  station: Station,
  { row, seal, now }: Ledger,
  { journey, leg, input }: { journey: Journey; leg: string; input: Input },
): Promise<VerifiedView[]> {
  if (!row.sealedAnswers || !row.sealedReads) return []
  const { answers } = await seal.open<KeptAnswers>(row.sealedAnswers)
  const filed = { answers, known: { today: taipeiDay(now), references: {} } }
  const sent = leavesOf(input).map(({ path }) =>
    questionForField(journey, leg, path.join('.'), filed),
  )
  const verified = await verifiedOf(station, row, { journey, answers, seal })
  return verified.filter(({ pointer }) => sent.includes(pointer))
}

/** Steps are for filing and for taking back; what else a task asks, its reason says. */
function stepsFor(kind: TaskKind, desk: Description['desk']): LocalText[] {
  if (kind === 'withdraw') return desk?.withdrawSteps ?? []
  return kind === 'file' || kind === 'owner' ? (desk?.steps ?? []) : []
}

/** What the newest correction changed, in the words of the questions. */
async function changedIn(ledger: Ledger, journey: Journey): Promise<LocalText[]> {
  const events = await listEvents(ledger.db, ledger.row.caseId)
  const last = events.map(eventOf).findLast((event) => event.kind === 'corrected')
  const fields = last?.kind === 'corrected' ? last.data.fields : []
  return fields.flatMap((field) => labelsAt(journey, `/${field}`)?.label ?? [])
}

function chosenIn(journey: Journey, legId: string, input: Input): TaskView['chosen'] {
  const found = leavesOf(input).map(({ path, value }) => {
    const field = path.join('.')
    return [field, choiceBehind(journey, { legId, path: field, value })] as const
  })
  return Object.fromEntries(found.flatMap(([field, words]) => (words ? [[field, words]] : [])))
}

async function openEvidence(ledger: Ledger, leg: string): Promise<TaskView['evidence']> {
  if (ledger.row.erasedAt) return []
  const { caseId } = ledger.row
  const rows = await listEvidence(ledger.db, { caseId, leg, limit: MOST_EVIDENCE })
  const opened = rows.map(async ({ evidenceId, label, mediaType, keptAt, sealed }) => {
    // A picture is opened when somebody looks at it, not with every look at the task.
    if (isFile(mediaType)) return { evidenceId, label, mediaType, keptAt, body: '' }
    return { label, mediaType, keptAt, body: await ledger.seal.open<string>(sealed) }
  })
  return Promise.all(opened)
}

/** A case found at the counter or on the phone; the person says its reference. Null: no such case. */
export async function lookAtCase(
  station: Station,
  clerk: Clerk,
  typed: string,
): Promise<CaseView | null> {
  const reference = readTyped(station, typed)
  const row = reference === null ? null : await findCaseByReference(station.db, reference)
  if (!row) return null
  const view = { actor: clerk, subject: `case:${row.reference}`, reason: 'search' } as const
  await logView(station, station.db, view)
  return readStatus(station, row.caseId)
}
