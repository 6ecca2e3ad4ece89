// The weekly round: it opens by itself, decides findings, and closes when the oldest total exclusion
// has its answer. Each decision is written to the open log and becomes a promise.

import { randomUUID } from 'node:crypto'
import { addDays, taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure, type Problem } from '../../core/errors.ts'
import type { Language } from '../../core/i18n.ts'
import { appendToLog } from '../../core/openlog.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { mondayOf, nextWeekday } from '../../core/weeks.ts'
import { findAgency } from '../../people/index.ts'
import { makePromise } from '../../promises/index.ts'
import { mayKeep } from '../rules/access.ts'
import { mustDecide } from '../rules/ranking.ts'
import type { NewDecision } from '../schema/decision.ts'
import { CHANGES, type Decision, type Finding, type Round } from '../schema/finding.ts'
import { findService } from '../services.ts'
import { insertDecision, listDecisionsIn, savePromise } from '../store/decisions.ts'
import { findFinding, listFindings, lockFinding, saveFinding } from '../store/findings.ts'
import { insertRound, lockOpenRound, saveClosed } from '../store/rounds.ts'
import { subjectOfFinding } from './findings.ts'

/** From the round to the day its changes start: time to tell everybody. */
export const DAYS_TO_START = 3
export const ANSWER_REPORTERS = 'voices.answer'
const MOST_LOOKED_AT = 1000

/** The round of this week, if its day has come; one a week, however often this runs. */
export async function openRound(station: Station): Promise<void> {
  const { db, city, clock } = station
  const today = taipeiDay(clock.now())
  const startsOn = nextWeekday(addDays(today, -1), city.rhythm.changesStartOn)
  const heldOn = addDays(startsOn, -DAYS_TO_START)
  // Between the start of changes and the next round there is no round to open.
  const due = heldOn <= today ? { heldOn, startsOn } : earlier({ heldOn, startsOn })
  await db.transaction().execute(async (tx) => {
    const before = await lockOpenRound(tx)
    if (before && before.heldOn >= due.heldOn) return
    // A round is not over while the oldest total exclusion has no answer, however late that is.
    if (before && (await findMustDecide(tx, today))) return
    if (!(await insertRound(tx, { ...due, at: clock.now() }))) return
    if (before) await endRound(station, tx, { round: before, minutes: null })
    await appendToLog(station, tx, {
      kind: 'voices.round_opened',
      subject: `round:${due.heldOn}`,
      data: due,
    })
  })
}

const earlier = ({ heldOn, startsOn }: { heldOn: string; startsOn: string }) => ({
  heldOn: addDays(heldOn, -7),
  startsOn: addDays(startsOn, -7),
})

/**
 * Decides a finding in the round that is open.
 * @throws Failure forbidden, not_found, invalid, conflict when somebody decided meanwhile or no round
 *   is open
 */
export async function decide(
  station: Station,
  {
    actor,
    findingId,
    language,
    ...given
  }: NewDecision & {
    actor: Actor
    findingId: string
    language: Language
  },
): Promise<Decision> {
  const finding = await getFinding(station, station.db, findingId)
  const service = findService(station, finding.serviceId)
  if (!service || !mayKeep(actor, service)) throw new Failure('forbidden', 'core.forbidden')
  return station.db.transaction().execute(async (tx) => {
    const round = await lockOpenRound(tx)
    if (!round) throw new Failure('conflict', 'voices.decide.no_round')
    const problems = decisionProblems(station, given, round)
    if (problems.length > 0) throw new Failure('invalid', 'core.invalid', { problems })
    const locked = await lockFinding(tx, findingId)
    if (locked?.revision !== given.revision || locked.state === 'merged')
      throw new Failure('conflict', 'voices.decide.changed_meanwhile')
    const decision = decisionFrom(station, { ...given, findingId, language, round })
    if (!(await insertDecision(tx, { ...decision, decidedBy: actor.accountId })))
      throw new Failure('conflict', 'voices.decide.changed_meanwhile')
    const isChange = CHANGES.includes(given.kind)
    await saveFinding(tx, findingId, {
      state: isChange ? 'changing' : 'answered',
      severity: given.severity,
      isSorted: true,
    })
    await station.jobs.send(tx, ANSWER_REPORTERS, { decisionId: decision.decisionId })
    await publish(station, tx, { decision, finding, round })
    return decision
  })
}

/** In a round that goes on longer, changes start with those of the next. */
export function startOf(station: Station, { startsOn }: Round): string {
  const today = taipeiDay(station.clock.now())
  return startsOn > today ? startsOn : nextWeekday(today, station.city.rhythm.changesStartOn)
}

function decisionProblems(station: Station, given: NewDecision, round: Round): Problem[] {
  const wrong: Problem[] = []
  const today = taipeiDay(station.clock.now())
  const startsOn = startOf(station, round)
  if (!findAgency(station, given.agency))
    wrong.push({ pointer: '/agency', message: 'voices.decide.error.agency' })
  if (given.dueOn < today) wrong.push({ pointer: '/dueOn', message: 'voices.decide.error.past' })
  if (CHANGES.includes(given.kind) && given.dueOn < startsOn) {
    const values = { day: startsOn }
    wrong.push({ pointer: '/dueOn', message: 'voices.decide.error.before_start', values })
  }
  if (given.changedWhat !== null && !given.changedId)
    wrong.push({ pointer: '/changedId', message: 'voices.decide.error.changed_id' })
  return wrong
}

function decisionFrom(
  station: Station,
  given: NewDecision & { findingId: string; language: Language; round: Round },
): Decision {
  const { round, kind, words, agency, by, dueOn, findingId, language } = given
  return {
    decisionId: randomUUID(),
    roundId: round.roundId,
    findingId,
    kind,
    words,
    language,
    agencyId: agency,
    by,
    dueOn,
    startsOn: CHANGES.includes(kind) ? startOf(station, round) : null,
    changedWhat: given.changedWhat,
    changedId: given.changedWhat ? given.changedId : null,
    changedVersion: given.changedWhat ? given.changedVersion : null,
    promiseId: null,
    decidedAt: station.clock.now(),
    rolledBackOn: null,
    rolledBackWhy: null,
  }
}

/** To everybody at once: in the open log, and as a promise unless nothing is promised. */
async function publish(
  station: Station,
  tx: Db,
  { decision, finding, round }: { decision: Decision; finding: Finding; round: Round },
): Promise<void> {
  const { decisionId, findingId, kind, words, language, agencyId, by, dueOn, startsOn } = decision
  if (kind !== 'cannot') {
    const t = station.words[language]
    const { promiseId } = await makePromise(station, tx, {
      agencyId,
      by,
      to: t(`voices.group.${finding.group}`),
      what: words,
      language,
      source: { module: 'voices', ref: `decision ${decisionId}`, url: `/findings/${findingId}` },
      dueOn,
    })
    await savePromise(tx, decisionId, promiseId)
  }
  await appendToLog(station, tx, {
    kind: 'voices.decided',
    subject: subjectOfFinding(findingId),
    data: { findingId, decisionId, round: round.heldOn, kind, words, by, dueOn, startsOn },
  })
}

/**
 * Ends the open round; what is not decided stays for the next.
 * @throws Failure conflict when the oldest total exclusion has no answer, or no round is open
 */
export async function closeRound(
  station: Station,
  { minutes }: { minutes: number | null },
): Promise<Round> {
  const at = station.clock.now()
  return station.db.transaction().execute(async (tx) => {
    const round = await lockOpenRound(tx)
    if (!round) throw new Failure('conflict', 'voices.decide.no_round')
    const must = await findMustDecide(tx, taipeiDay(at))
    if (must) throw new Failure('conflict', 'voices.round.oldest_first')
    await endRound(station, tx, { round, minutes })
    return { ...round, state: 'closed', closedAt: at, minutes }
  })
}

async function endRound(
  station: Station,
  tx: Db,
  { round, minutes }: { round: Round; minutes: number | null },
): Promise<void> {
  await saveClosed(tx, round.roundId, { minutes, at: station.clock.now() })
  const decided = (await listDecisionsIn(tx, round.roundId)).length
  await appendToLog(station, tx, {
    kind: 'voices.round_closed',
    subject: `round:${round.heldOn}`,
    data: { heldOn: round.heldOn, startsOn: round.startsOn, decided, minutes },
  })
}

/** The one that this round may not pass over; null: none. */
export async function findMustDecide(db: Db, today: string): Promise<Finding | null> {
  const findings = await listFindings(db, {
    today,
    severity: 'cannot',
    states: ['open', 'quiet'],
    limit: MOST_LOOKED_AT,
  })
  return mustDecide(findings)
}

/** @throws Failure not_found */
export async function getFinding(station: Station, db: Db, findingId: string): Promise<Finding> {
  const today = taipeiDay(station.clock.now())
  const finding = await findFinding(db, { findingId, today })
  if (!finding) throw new Failure('not_found', 'voices.finding.not_found')
  return finding
}

/** The Monday that weekly figures of today count for. */
export const weekOf = (station: Station): string => mondayOf(taipeiDay(station.clock.now()))
