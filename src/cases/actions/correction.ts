// Correcting what was filed. A returned leg is sent again, others are told of the change, agencies
// that no longer have to do with it are withdrawn from, new ones are filed with.

import { taipeiDay } from '../../core/clock.ts'
import type { Db } from '../../core/db.ts'
import { Failure, type Problem } from '../../core/errors.ts'
import type { Language } from '../../core/i18n.ts'
import type { Station } from '../../core/station.ts'
import {
  type Answers,
  findAnswer,
  getJourney,
  type Journey,
  type LegPlan,
  pageOf,
  planLegs,
  purposeEnds,
} from '../../journeys/index.ts'
import { changedFields, compareLegs, type LegChanges } from '../rules/changes.ts'
import { mayCorrect } from '../rules/permissions.ts'
import type { Doer, RawAnswers } from '../schema/requests.ts'
import { findCase, saveAnswers } from '../store/cases.ts'
import { lockDraft, saveDraftFiled } from '../store/drafts.ts'
import { insertLegs, listLegs, saveInput } from '../store/legs.ts'
import { findHash } from './access.ts'
import { advance } from './advance.ts'
import { hasInlineFile, keepSent, moveAttachments } from './attachments.ts'
import { checkCorrection } from './check.ts'
import { createDraft } from './drafts.ts'
import { filedLeg, type KeptAnswers, newLegs, referencesOf } from './inputs.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { sealWith } from './seal.ts'

export interface Correction {
  caseId: string
  /** All answers, as typed; what is left out was deleted. */
  answers: RawAnswers
  doer: Doer
  /** The draft it was written in. */
  draftId?: string
}

export type Corrected = { ok: true; reference: string } | { ok: false; problems: Problem[] }

/** A draft that holds the answers filed, opened at the page of `pointer`. @throws Failure */
export async function startCorrection(
  station: Station,
  asked: { caseId: string; pointer: string; language: Language },
): Promise<{ token: string; pageId: string }> {
  const row = await findCase(station.db, asked.caseId)
  if (!row) throw new Failure('not_found', 'cases.not_found')
  if (!row.sealedAnswers) throw new Failure('conflict', 'cases.erased')
  const { journeyId, journeyVersion, keyId, channel, sealedAnswers } = row
  const journey = await getJourney(station.db, journeyId, journeyVersion)
  const seal = sealWith(station, station.db, keyId)
  const { raw } = await seal.open<KeptAnswers>(sealedAnswers)
  const { token } = await createDraft(station, {
    journeyId,
    journeyVersion,
    channel,
    language: asked.language,
    answers: raw,
    correctsCaseId: asked.caseId,
  })
  const page = pageOf(journey, asked.pointer) ?? journey.pages[0]
  return { token, pageId: page?.id ?? '' }
}

/** A new draft with the answers of a case, under the version in use. @throws Failure */
export async function startAgain(
  station: Station,
  { caseId, language }: { caseId: string; language: Language },
): Promise<{ token: string }> {
  const raw = await readFiledAnswers(station, caseId)
  const row = await findCase(station.db, caseId)
  if (!row) throw new Failure('not_found', 'cases.not_found')
  const journey = await getJourney(station.db, row.journeyId)
  const { id: journeyId, version: journeyVersion } = journey
  const { channel } = row
  // Files stay with the case they were given for.
  const files = journey.pages.flatMap((page) => page.questions).filter((q) => q.type === 'upload')
  const answers = Object.fromEntries(
    Object.entries(raw).filter(([id]) => !files.some((file) => file.id === id)),
  )
  return createDraft(station, { journeyId, journeyVersion, channel, language, answers })
}

/** Answers of a case as typed, e.g. to change one of them. @throws Failure not_found, conflict */
export async function readFiledAnswers(station: Station, caseId: string): Promise<RawAnswers> {
  const row = await findCase(station.db, caseId)
  if (!row) throw new Failure('not_found', 'cases.not_found')
  if (!row.sealedAnswers) throw new Failure('conflict', 'cases.erased')
  const { raw } = await sealWith(station, station.db, row.keyId).open<KeptAnswers>(
    row.sealedAnswers,
  )
  return raw
}

/**
 * A case stays under the version it was filed under. Only what the change itself makes wrong stops it.
 * @throws Failure not_found, conflict when nothing can be corrected or nothing was changed
 */
export async function correctCase(station: Station, correction: Correction): Promise<Corrected> {
  return station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, correction.caseId)
    const { row } = ledger
    // Pressed twice: the first press has done it.
    const draft = correction.draftId ? await lockDraft(tx, correction.draftId) : null
    if (draft?.filedCaseId) return { ok: true, reference: row.reference }
    if (row.erasedAt || !row.sealedAnswers) throw new Failure('conflict', 'cases.erased')
    if (!ledger.facts().legs.some(mayCorrect)) {
      throw new Failure('conflict', 'cases.nothing_to_correct')
    }
    const journey = await getJourney(tx, row.journeyId, row.journeyVersion)
    const before = await ledger.seal.open<KeptAnswers>(row.sealedAnswers)
    const kept = { ...correction, answers: await keepFiles(station, ledger, correction.answers) }
    const checked = checkCorrection(station, journey, {
      before: before.raw,
      after: kept.answers,
    })
    if (!checked.ok) return { ok: false, problems: checked.problems }

    const { answers, legs } = checked
    const changes = changesOf(ledger, { journey, before: before.answers, after: answers, legs })
    await write(station, tx, { ledger, correction: kept, changes, journey, answers })
    return { ok: true, reference: row.reference }
  })
}

/** What a correction would do, for reading before it is sent; null while an answer is wrong. */
export async function previewCorrection(
  station: Station,
  { caseId, answers }: { caseId: string; answers: RawAnswers },
): Promise<CorrectionPreview | null> {
  return station.db.transaction().execute(async (tx) => {
    const ledger = await openLedger(station, tx, caseId)
    const { row } = ledger
    if (!row.sealedAnswers) return null
    const journey = await getJourney(tx, row.journeyId, row.journeyVersion)
    const before = await ledger.seal.open<KeptAnswers>(row.sealedAnswers)
    const checked = checkCorrection(station, journey, { before: before.raw, after: answers })
    if (!checked.ok) return null
    const plans = planPair(ledger, { journey, before: before.answers, after: checked.answers })
    const { changed, added, dropped } = compareLegs(ledger.facts().legs, plans)
    const isApproved = (leg: string) => ledger.leg(leg).facts.state === 'approved'
    return { changed, added, dropped, approved: changed.filter(isApproved) }
  })
}

/** Legs by id. `approved` are those of `changed` whose approval the change touches. */
export interface CorrectionPreview {
  changed: string[]
  added: string[]
  dropped: string[]
  approved: string[]
}

const keepFiles = (station: Station, ledger: Ledger, answers: RawAnswers) =>
  hasInlineFile(answers)
    ? keepSent(station, ledger.db, { caseId: ledger.row.caseId, seal: ledger.seal, answers })
    : answers

interface Compared {
  journey: Journey
  before: Answers
  after: Answers
  legs: LegPlan[]
}

/** @throws Failure conflict when nothing was changed, or a part that ended would begin again */
function changesOf(ledger: Ledger, { journey, before, after, legs }: Compared): Changes {
  const plans = planPair(ledger, { journey, before, after })
  const changes = compareLegs(ledger.facts().legs, plans)
  const fields = changedFields(before, after)
  const isNothing = fields.length === 0 && changes.changed.length === 0
  if (isNothing) throw new Failure('conflict', 'cases.nothing_changed')
  if (changes.revived.length > 0) throw new Failure('conflict', 'cases.leg_ended')
  return { ...changes, fields, legs }
}

function planPair(ledger: Ledger, { journey, before, after }: Omit<Compared, 'legs'>) {
  const known = { today: taipeiDay(ledger.now), references: referencesOf(ledger) }
  return { before: planLegs(journey, before, known), after: planLegs(journey, after, known) }
}

interface Changes extends LegChanges {
  fields: string[]
  legs: LegPlan[]
}

interface Writing {
  ledger: Ledger
  correction: Correction
  changes: Changes
  journey: Journey
  answers: Answers
}

async function write(station: Station, tx: Db, writing: Writing): Promise<void> {
  const { ledger, correction, changes, journey, answers } = writing
  const { row, seal } = ledger
  const { caseId } = row
  const found = findAnswer(journey, answers)
  await saveAnswers(tx, caseId, {
    answers: await seal.close({ raw: correction.answers, answers } satisfies KeptAnswers),
    findHash: found === null ? null : findHash(station, row.reference, found),
    purposeEndsOn: purposeEnds(journey, answers, { today: taipeiDay(ledger.now) }),
  })
  if (correction.draftId) {
    await saveDraftFiled(tx, correction.draftId, caseId)
    await moveAttachments(station, tx, { draftId: correction.draftId, caseId, seal })
  }
  await saveInputs(tx, ledger, changes)
  const plans = changes.legs.filter((plan) => changes.added.includes(plan.legId))
  const added = await newLegs(seal, { caseId, plans, firstPlace: ledger.legs().length })
  await insertLegs(tx, added)
  ledger.replaceLegs(await listLegs(tx, caseId))
  ledger.record(correction.doer, {
    kind: 'corrected',
    data: {
      fields: changes.fields,
      legs: changes.changed,
      dropped: changes.dropped,
      added: added.map(filedLeg),
    },
  })
  await advance(station, tx, ledger)
}

async function saveInputs(tx: Db, ledger: Ledger, { changed, legs }: Changes): Promise<void> {
  for (const plan of legs.filter(({ legId }) => changed.includes(legId))) {
    const { row } = ledger.leg(plan.legId)
    const sealedInput = row.needs.length > 0 ? null : await ledger.seal.close(plan.input)
    const { opensAt, closesAt } = plan
    await saveInput(tx, row.legId, { sealedInput, opensAt, closesAt })
  }
}
