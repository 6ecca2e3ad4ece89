// Filing: everything is checked, then one transaction makes the case, its legs, and what goes out at
// once. The same request, however often it comes, makes one case and gets one answer.

import { randomInt, randomUUID } from 'node:crypto'
import { canonicalJson } from '../../core/canonical.ts'
import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure } from '../../core/errors.ts'
import { recordEvent } from '../../core/events.ts'
import type { Language } from '../../core/i18n.ts'
import { newReference } from '../../core/reference.ts'
import type { Station } from '../../core/station.ts'
import { findAnswer, getJourney, purposeEnds } from '../../journeys/index.ts'
import { NO_FACTS } from '../rules/fold.ts'
import type { Reading } from '../schema/reads.ts'
import type { Checked, Doer, Filed, Filing } from '../schema/requests.ts'
import { type CaseRow, findReplay, insertCase, insertReplay, type Replay } from '../store/cases.ts'
import { saveDraftFiled } from '../store/drafts.ts'
import { insertLegs, type NewLeg } from '../store/legs.ts'
import { findHash, newPass } from './access.ts'
import { advance } from './advance.ts'
import { hasInlineFile, keepSent, moveAttachments } from './attachments.ts'
import { checkAnswers } from './check.ts'
import { correctCase } from './correction.ts'
import { draftOf, findRow } from './drafts.ts'
import { filedLeg, newLegs, rowOf } from './inputs.ts'
import { newLedger } from './ledger.ts'
import { logReadings, readingEvent, standingNow } from './reads/kept.ts'
import { hashToken, type Seal, sealWith } from './seal.ts'

export { checkAnswers } from './check.ts'

/** Two in 10^10 are alike; five in a row mean that something else is wrong. */
const REFERENCE_TRIES = 5

/** @throws Failure conflict: the key was used for something else, or the journey takes nothing now */
export async function fileCase(station: Station, filing: Filing): Promise<Filed> {
  const content = canonicalJson([filing.journeyId, filing.answers])
  return fileOnce(station, filing, {
    keyHash: station.secrets.hash(`cases.replay ${filing.channel}`, filing.idempotencyKey),
    bodyHash: station.secrets.hash('cases.body', content),
  })
}

/** A draft is filed once; pressing again, or in another browser, leads to the same case. */
export async function fileDraft(
  station: Station,
  filed: { token: string; language: Language },
): Promise<Filed> {
  const row = await findRow(station, filed.token)
  if (!row) throw new Failure('not_found', 'cases.draft_not_found')
  if (row.isTrial) throw new Failure('conflict', 'cases.draft_is_a_trial')
  const draft = await draftOf(station, row)
  if (draft.correctsCaseId)
    return fileCorrection(station, { ...draft, caseId: draft.correctsCaseId })

  const { journeyId, journeyVersion, channel, draftId } = draft
  const { answers, readings } = await standingNow(station, draft)
  const request = {
    journeyId,
    answers,
    readings,
    channel,
    language: filed.language,
    draftId,
    journeyVersion,
  }
  return fileOnce(
    station,
    { ...request, idempotencyKey: draftId },
    {
      keyHash: station.secrets.hash('cases.replay draft', draftId),
      bodyHash: draftId,
    },
  )
}

async function fileCorrection(
  station: Station,
  draft: { caseId: string; draftId: string; answers: Filing['answers']; channel: Doer['channel'] },
): Promise<Filed> {
  const { caseId, answers, channel, draftId } = draft
  const doer = { actor: 'person', basis: 'own_request', channel } as const
  const corrected = await correctCase(station, { caseId, answers, doer, draftId })
  if (!corrected.ok) return corrected
  const token = await newPass(station, caseId)
  return { ok: true, caseId, reference: corrected.reference, token, isReplay: false }
}

interface Request extends Filing {
  draftId?: string
  /** A draft keeps the version it was begun under. */
  journeyVersion?: number
  /** What agencies answered while it was a draft. */
  readings?: Reading[]
}

interface Once {
  keyHash: string
  bodyHash: string
}

async function fileOnce(station: Station, filing: Request, once: Once): Promise<Filed> {
  const before = await findReplay(station.db, once.keyHash)
  if (before) return replayOf(station, before, once)

  const journey = await getJourney(station.db, filing.journeyId, filing.journeyVersion)
  if (journey.status !== 'live') throw new Failure('conflict', 'cases.journey_not_open')
  const checked = checkAnswers(station, journey, filing.answers)
  if (!checked.ok) return { ok: false, problems: checked.problems }

  const making = { filing, once, checked }
  try {
    return await station.db.transaction().execute((tx) => make(station, tx, making))
  } catch (error) {
    const winner = error instanceof Overtaken && (await findReplay(station.db, once.keyHash))
    if (!winner) throw error
    return replayOf(station, winner, once)
  }
}

/** The same request committed first: this one rolls back and answers as that one did. */
class Overtaken extends Error {}

async function replayOf(station: Station, replay: Replay, once: Once): Promise<Filed> {
  if (replay.bodyHash !== once.bodyHash) throw new Failure('conflict', 'cases.key_reused')
  const seal = sealWith(station, station.db, replay.keyId)
  const answer = await seal.open<{ reference: string; token: string }>(replay.sealedResponse)
  return { ok: true, caseId: replay.caseId, ...answer, isReplay: true }
}

interface Making {
  filing: Request
  once: Once
  checked: Extract<Checked, { ok: true }>
}

async function make(station: Station, tx: Db, sent: Making): Promise<Filed> {
  const caseId = randomUUID()
  const token = station.secrets.randomToken()
  const { keyId } = await station.secrets.newKey(tx)
  const seal = sealWith(station, tx, keyId)
  const making = await withFilesKept(station, tx, sent, { caseId, seal })
  const { filing, once, checked } = making
  const row = await insertNumbered(station, tx, { ...making, caseId, keyId, token, seal })

  const sealedResponse = await seal.close({ reference: row.reference, token })
  const replay = { ...once, caseId, keyId, sealedResponse, madeAt: row.filedAt }
  if (!(await insertReplay(tx, replay))) throw new Overtaken()

  const legs = await newLegs(seal, { caseId, plans: checked.legs })
  await insertLegs(tx, legs)
  if (filing.draftId) {
    await saveDraftFiled(tx, filing.draftId, caseId)
    await moveAttachments(station, tx, { draftId: filing.draftId, caseId, seal })
  }
  const readings = filing.readings ?? []
  await logReadings(station, tx, { readings, subject: `case:${row.reference}` })
  await start(station, tx, { row, legs, seal, readings, doer: filing.doer ?? personAt(filing) })
  return { ok: true, caseId, reference: row.reference, token, isReplay: false }
}

/** Files that came inside the request are kept first; from then on the answers only name them. */
async function withFilesKept(
  station: Station,
  tx: Db,
  making: Making,
  { caseId, seal }: { caseId: string; seal: Seal },
): Promise<Making> {
  const { filing, checked } = making
  if (!hasInlineFile(filing.answers)) return making
  const answers = await keepSent(station, tx, { caseId, seal, answers: filing.answers })
  const again = checkAnswers(station, checked.journey, answers)
  if (!again.ok) {
    throw new Failure('invalid', 'cases.answers_invalid', { problems: again.problems })
  }
  return { ...making, filing: { ...filing, answers }, checked: again }
}

interface Starting {
  row: CaseRow
  legs: NewLeg[]
  seal: Seal
  readings: Reading[]
  doer: Doer
}

async function start(
  station: Station,
  tx: Db,
  { row, legs, seal, readings, doer }: Starting,
): Promise<void> {
  const { caseId, journeyId, journeyVersion } = row
  const ledger = newLedger(station, tx, { row, legs: legs.map(rowOf), facts: NO_FACTS, seal })
  ledger.record(doer, {
    kind: 'filed',
    data: {
      journey: journeyId,
      version: journeyVersion,
      legs: legs.map(filedLeg),
    },
  })
  ledger.record(doer, ...readings.map(readingEvent))
  await advance(station, tx, ledger)
  const facts = { caseId, journey: journeyId, version: journeyVersion, channel: row.channel }
  await recordEvent(station, tx, { name: 'cases.filed', version: 1, data: facts })
}

const personAt = ({ channel }: Filing): Doer => ({
  actor: 'person',
  basis: 'own_request',
  channel,
})

interface Numbering extends Making {
  caseId: string
  keyId: string
  token: string
  seal: Seal
}

async function insertNumbered(station: Station, tx: Db, numbering: Numbering): Promise<CaseRow> {
  const { filing, checked, caseId, keyId } = numbering
  const { journey, answers } = checked
  const filedAt = station.clock.now()
  const found = findAnswer(journey, answers)
  const fixed = {
    caseId,
    journeyId: journey.id,
    journeyVersion: journey.version,
    ownerDeskId: journey.owner.deskId,
    keyId,
    sealedAnswers: await numbering.seal.close({ raw: filing.answers, answers }),
    sealedReads: filing.readings?.length ? await numbering.seal.close(filing.readings) : null,
    state: 'received' as const,
    language: filing.language,
    channel: filing.channel,
    filedAt,
    tokenHash: hashToken(station, numbering.token),
    purposeEndsOn: purposeEnds(journey, answers, { today: taipeiDay(filedAt) }),
  }
  for (let tries = 0; tries < REFERENCE_TRIES; tries += 1) {
    const reference = newReference(station.city.casePrefix, randomInt)
    const hash = found === null ? null : findHash(station, reference, found)
    const row = { ...fixed, reference, findHash: hash }
    if (await insertCase(tx, row)) return { ...row, lastSeq: 0, erasedAt: null }
  }
  throw new Error('no free reference found')
}
