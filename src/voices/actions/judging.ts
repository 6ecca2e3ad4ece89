// What becomes of a decision: reporters are told, the change is judged when it has run for a week, and
// one that is taken back opens its finding again.

import { addDays, taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import { recordEvent } from '../../core/events.ts'
import { canMail, sendMail } from '../../core/mail.ts'
import { appendToLog } from '../../core/openlog.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { findAccountEmail } from '../../people/index.ts'
import { mayKeep } from '../rules/access.ts'
import { type Effect, effectOf, type Judgement, judge } from '../rules/effect.ts'
import type { Decision } from '../schema/finding.ts'
import type { FindingState } from '../schema/words.ts'
import { getService } from '../services.ts'
import {
  answerReports,
  findDecision,
  listNamedReporters,
  listStanding,
  saveRollBack,
  saveTold,
} from '../store/decisions.ts'
import { listWeeks, lockFinding, saveFinding } from '../store/findings.ts'
import { listServedOf } from '../store/served.ts'
import { subjectOfFinding } from './findings.ts'
import { weekOf } from './rounds.ts'

/** Everybody whose voice is answered by it; those who gave a name hear by mail, each by a job of their own. */
export async function answerReporters(station: Station, decisionId: string): Promise<void> {
  const decision = await findDecision(station.db, decisionId)
  if (!decision) return
  const { findingId, decidedAt } = decision
  await station.db.transaction().execute(async (tx) => {
    if (!(await saveTold(tx, decisionId, station.clock.now()))) return
    await answerReports(tx, { findingId, at: decidedAt, weekOn: weekOf(station) })
    await sendNews(station, tx, { findingId, decisionId })
  })
}

/** `decisionId` null: it was solved. */
async function sendNews(
  station: Station,
  tx: Db,
  about: { findingId: string; decisionId: string | null },
): Promise<void> {
  for (const accountId of await listNamedReporters(tx, about.findingId))
    await station.jobs.send(tx, TELL_REPORTER, { ...about, accountId })
}

/** @throws Failure unavailable when the mail server does not take it: the job then comes again */
export async function tellReporter(
  station: Station,
  {
    accountId,
    findingId,
    decisionId,
  }: { accountId: string; findingId: string; decisionId: string | null },
): Promise<void> {
  // Without a mail server the receipt and the own list tell it.
  const to = canMail(station) && (await findAccountEmail(station.db, accountId))
  if (!to) return
  const decision = decisionId ? await findDecision(station.db, decisionId) : null
  const t = station.words[decision?.language ?? 'zh-TW']
  const url = new URL(`/findings/${findingId}`, station.config.baseUrl).href
  const kind = decision ? t(`voices.decision.${decision.kind}`) : t('voices.finding_state.closed')
  await sendMail(station, {
    to,
    subject: t(decision ? 'voices.answer.subject' : 'voices.answer.solved'),
    text: t('voices.answer.text', { kind, words: decision?.words ?? '', url }),
  })
}

export const TELL_REPORTER = 'voices.tell_reporter'

export interface Judged {
  judgement: Judgement
  effect: Effect
}

/**
 * Null: the decision changes nothing by itself, so there is nothing to judge.
 * @param today or the last day before the next change, which is judged by itself
 */
export async function judgeDecision(
  db: Db,
  { startsOn, rolledBackOn, findingId }: Pick<Decision, 'startsOn' | 'rolledBackOn' | 'findingId'>,
  today: string,
): Promise<Judged | null> {
  if (!startsOn || rolledBackOn) return null
  const [weeks, served] = await Promise.all([listWeeks(db, findingId), listServedOf(db, findingId)])
  const effect = effectOf(weeks, { startsOn, today, served })
  return { judgement: judge(effect, { startsOn, today }), effect }
}

/** Each with what it did until the next change began. @param decisions of one finding, oldest first */
export const judgeInTurn = (
  db: Db,
  decisions: Decision[],
  today: string,
): Promise<{ decision: Decision; judged: Judged | null }[]> =>
  Promise.all(
    decisions.map(async (decision, index) => {
      const next = decisions.slice(index + 1).find(({ startsOn }) => startsOn !== null)?.startsOn
      const until = next && next <= today ? addDays(next, -1) : today
      return { decision, judged: await judgeDecision(db, decision, until) }
    }),
  )

/** Every hour: findings whose newest decision has something to show by now. */
export async function judgeFindings(station: Station): Promise<void> {
  const { db, clock } = station
  const today = taipeiDay(clock.now())
  for (const decision of await listStanding(db)) {
    const judged = await judgeDecision(db, decision, today)
    const state = judged ? STATE_OF[judged.judgement] : afterItsDay(decision, today)
    if (state) await moveFinding(station, decision.findingId, { state, judged })
  }
}

const STATE_OF: Record<Judgement, FindingState | null> = {
  running: null,
  solved: 'closed',
  quiet: 'quiet',
  still_missed: 'open',
}

/** An answer without a change stands until the day it names; then the finding is asked again. */
const afterItsDay = ({ dueOn }: Decision, today: string): FindingState | null =>
  dueOn < today ? 'open' : null

async function moveFinding(
  station: Station,
  findingId: string,
  { state, judged }: { state: FindingState; judged: Judged | null },
): Promise<void> {
  await station.db.transaction().execute(async (tx) => {
    const locked = await lockFinding(tx, findingId)
    if (!locked || locked.state === state || locked.state === 'merged') return
    const closedAt = state === 'closed' ? station.clock.now() : null
    await saveFinding(tx, findingId, { state, closedAt })
    if (state === 'closed') await sendNews(station, tx, { findingId, decisionId: null })
    const name = `voices.finding_${state}` as const
    const served = judged?.effect.served ?? null
    await recordEvent(station, tx, { name, version: 1, data: { findingId } })
    await appendToLog(station, tx, {
      kind: name,
      subject: subjectOfFinding(findingId),
      data: { findingId, served },
    })
  })
}

/**
 * The change is taken back: the finding is open again, and everybody reads why.
 * @throws Failure not_found, forbidden, invalid, conflict
 */
export async function rollBack(
  station: Station,
  { decisionId, actor, why }: { decisionId: string; actor: Actor; why: string },
): Promise<Decision> {
  const decision = await findDecision(station.db, decisionId)
  if (!decision) throw new Failure('not_found', 'voices.decide.not_found')
  const on = taipeiDay(station.clock.now())
  await station.db.transaction().execute(async (tx) => {
    const finding = await lockFinding(tx, decision.findingId)
    if (!finding) throw new Failure('not_found', 'voices.finding.not_found')
    if (!mayKeep(actor, getService(station, finding.serviceId)))
      throw new Failure('forbidden', 'core.forbidden')
    const latest = await findDecision(tx, decisionId)
    if (latest?.rolledBackOn) throw new Failure('conflict', 'voices.decide.rolled_back_before')
    if (why.trim() === '' || why.length > 500) {
      const problems = [{ pointer: '/why', message: 'voices.decide.error.why' }]
      throw new Failure('invalid', 'core.invalid', { problems })
    }
    await saveRollBack(tx, decisionId, { on, why: why.trim() })
    await saveFinding(tx, decision.findingId, { state: 'open', reopened: true })
    await appendToLog(station, tx, {
      kind: 'voices.rolled_back',
      subject: subjectOfFinding(decision.findingId),
      data: { findingId: decision.findingId, decisionId, why: why.trim(), on },
    })
  })
  return decision
}
