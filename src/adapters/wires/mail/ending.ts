// Reading a letter once more, and the end of letters: with their case, or when nobody needs them.

import type { Db } from '../../../core/db.ts'
import { Failure } from '../../../core/errors.ts'
import type { Station } from '../../../core/station.ts'
import { deleteConversations, deleteLooseLetters, findLetter } from '../../store/letters.ts'
import type { LetterText } from './conversation.ts'

export interface KeptLetter extends LetterText {
  adapterId: string | null
  state: string
  at: Date
}

/** @throws Failure not_found also when it was forgotten */
export async function openLetter({ db, secrets }: Station, letterId: string): Promise<KeptLetter> {
  const row = await findLetter(db, letterId)
  if (!row) throw new Failure('not_found', 'adapters.no_letter')
  const text = JSON.parse(await secrets.openText(db, row.keyId, row.sealed)) as LetterText
  const { adapterId, state, at } = row
  return { ...text, adapterId, state, at }
}

/** The letters of these filings, and the keys they were sealed with. */
export async function forgetLetters(station: Station, tx: Db, keys: string[]): Promise<void> {
  for (const keyId of await deleteConversations(tx, { keys })) {
    await station.secrets.destroy(tx, keyId)
  }
}

export async function sweepLetters(station: Station): Promise<void> {
  const endedBefore = station.clock.now()
  await station.db.transaction().execute(async (tx) => {
    const ended = await deleteConversations(tx, { endedBefore })
    const loose = await deleteLooseLetters(tx, endedBefore)
    for (const keyId of [...ended, ...loose]) await station.secrets.destroy(tx, keyId)
  })
}
