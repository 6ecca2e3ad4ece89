// What residents suggest, and the desk's answer in public. Sealed until a person has looked; what is
// shown has lost its numbers of cards, telephones and houses, and nothing is shown without an answer.

import { Failure } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import type { Actor } from '../../core/web.ts'
import { getProgramme } from '../programmes.ts'
import { masked } from '../rules/mask.ts'
import {
  dropSuggestion,
  insertSuggestion,
  listUnanswered,
  lockUnanswered,
  saveAnswer,
} from '../store/suggestions.ts'

export const LONGEST_SUGGESTION = 800
export const LONGEST_ANSWER = 1500

/** @param suggestionId chosen by the form, so that pressing twice is pressing once */
export async function suggest(
  station: Station,
  { programmeId, suggestionId, words }: Record<'programmeId' | 'suggestionId' | 'words', string>,
): Promise<void> {
  const { db, secrets, clock } = station
  getProgramme(station, programmeId)
  await db.transaction().execute(async (tx) => {
    const { keyId } = await secrets.newKey(tx)
    const sealed = await secrets.seal(tx, keyId, words)
    await insertSuggestion(tx, { suggestionId, programmeId, at: clock.now(), keyId, sealed })
  })
}

export interface ToAnswer {
  suggestionId: string
  madeAt: Date
  /** As it would be shown. */
  words: string
}

export async function listToAnswer(station: Station, programmeId: string): Promise<ToAnswer[]> {
  const { db, secrets } = station
  const waiting = await listUnanswered(db, programmeId)
  return Promise.all(
    waiting.map(async ({ suggestionId, madeAt, keyId, sealed }) => ({
      ...{ suggestionId, madeAt },
      words: masked(await secrets.openText(db, keyId, sealed)),
    })),
  )
}

interface Looked {
  programmeId: string
  suggestionId: string
  actor: Actor
}

/** @throws Failure not_found, when it waits no more */
export async function answerSuggestion(
  { db, secrets, clock }: Station,
  { programmeId, suggestionId, actor }: Looked,
  answer: string,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const found = await lockUnanswered(tx, programmeId, suggestionId)
    if (!found) throw new Failure('not_found', 'demand.no_suggestion')
    const words = masked(await secrets.openText(tx, found.keyId, found.sealed))
    const { accountId: by, name: byName } = actor
    await saveAnswer(tx, { suggestionId, words, answer, at: clock.now(), by, byName })
    await secrets.destroy(tx, found.keyId)
  })
}

/** Not for the public: thrown away with its key. @throws Failure not_found */
export async function dropUnanswered(
  { db, secrets, clock }: Station,
  { programmeId, suggestionId }: Looked,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const found = await lockUnanswered(tx, programmeId, suggestionId)
    if (!found) throw new Failure('not_found', 'demand.no_suggestion')
    await dropSuggestion(tx, suggestionId, clock.now())
    await secrets.destroy(tx, found.keyId)
  })
}
