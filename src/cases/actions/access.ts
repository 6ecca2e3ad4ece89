// What opens a case: the secret given at filing, or its reference with one answer. A wrong one and a
// case that is not there look the same.

import { readReference } from '../../core/reference.ts'
import type { Station } from '../../core/station.ts'
import { getJourney, typedFindAnswer } from '../../journeys/index.ts'
import { DAY_MS } from '../rules/pauses.ts'
import { findCaseIdByToken, findCaseByReference as findRow, insertPass } from '../store/cases.ts'
import { hashToken } from './seal.ts'

/** A case found again stays open this long. */
const PASS_DAYS = 1

/** Null for a token that opens nothing, or not this reference. */
export async function openCase(
  station: Station,
  token: string,
  reference?: string,
): Promise<{ caseId: string } | null> {
  const written = reference === undefined ? null : readTyped(station, reference)
  if (reference !== undefined && written === null) return null
  const found = { tokenHash: hashToken(station, token), reference: written }
  const caseId = await findCaseIdByToken(station.db, found, station.clock.now())
  return caseId === null ? null : { caseId }
}

/**
 * The caller must limit how often somebody may try: one answer is not a password. The token opens
 * the case for a day.
 */
export async function findCaseByReference(
  station: Station,
  asked: { reference: string; answer: string },
): Promise<{ caseId: string; reference: string; token: string } | null> {
  const reference = readTyped(station, asked.reference)
  const row = reference === null ? null : await findRow(station.db, reference)
  if (!row?.findHash) return null
  const journey = await getJourney(station.db, row.journeyId, row.journeyVersion)
  const answer = typedFindAnswer(journey, asked.answer)
  if (answer === null || findHash(station, row.reference, answer) !== row.findHash) return null
  return { ...row, token: await newPass(station, row.caseId) }
}

/** A secret for a person who has shown that the case is theirs. */
export async function newPass(station: Station, caseId: string): Promise<string> {
  const token = station.secrets.randomToken()
  const madeAt = station.clock.now()
  const expiresAt = new Date(madeAt.getTime() + PASS_DAYS * DAY_MS)
  await insertPass(station.db, { tokenHash: hashToken(station, token), caseId, madeAt, expiresAt })
  return token
}

export const readTyped = (station: Station, typed: string): string | null =>
  readReference(typed, station.city.casePrefix)

export const findHash = ({ secrets }: Station, reference: string, answer: string): string =>
  secrets.hash('cases.find', `${reference}\n${answer}`)
