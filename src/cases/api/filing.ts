// Reads a filing request by hand: header and body together, so that a caller hears of everything that
// is wrong in one answer.

import { z } from 'zod'
import { Failure, type Problem } from '../../core/errors.ts'
import type { Station } from '../../core/station.ts'
import { getJourney } from '../../journeys/index.ts'
import { checkAnswers } from '../actions/filing.ts'
import type { RawAnswers } from '../schema/requests.ts'

const Key = z.string('cases.key_invalid').regex(/^[\x21-\x7e]{8,200}$/, 'cases.key_invalid')
const Answers = z.record(z.string(), z.unknown(), 'cases.must_be_object')
const Body = z.object(
  { journey: z.string('cases.must_be_text').max(60, 'cases.unknown_journey'), answers: Answers },
  'cases.must_be_object',
)

export type FilingRead =
  | { ok: true; journeyId: string; answers: RawAnswers; idempotencyKey: string }
  | { ok: false; problems: Problem[]; journeyId: string | null; answers: RawAnswers | null }

export function readFiling(key: string | undefined, body: unknown): FilingRead {
  const header = Key.safeParse(key)
  const read = Body.safeParse(body)
  if (header.success && read.success) {
    const { journey, answers } = read.data
    return { ok: true, journeyId: journey, answers, idempotencyKey: header.data }
  }
  const problems = [
    ...(header.error?.issues ?? []).map(() => ({
      pointer: '/headers/idempotency-key',
      message: 'cases.key_invalid',
    })),
    ...(read.error?.issues ?? []).map(({ path, message }) => ({
      pointer: path.map((step) => `/${String(step)}`).join(''),
      message,
    })),
  ]
  const { journey = null, answers = null } = read.data ?? {}
  return { ok: false, problems, journeyId: journey, answers }
}

/** With the answers' own mistakes, where the body could be read and only the header is wrong. */
export async function problemsOfFiling(
  station: Station,
  read: Extract<FilingRead, { ok: false }>,
): Promise<Problem[]> {
  const { problems, journeyId, answers } = read
  if (journeyId === null || answers === null) return problems
  try {
    const checked = checkAnswers(station, await getJourney(station.db, journeyId), answers)
    const more = checked.ok ? [] : checked.problems
    return [...problems, ...more.map((p) => ({ ...p, pointer: `/answers${p.pointer}` }))]
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return [...problems, { pointer: '/journey', message: 'cases.unknown_journey' }]
  }
}
