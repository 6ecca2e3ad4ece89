// Which runs count: the responsible went to the end, and what the system saw agrees with the way they
// said they went. Pure.

import { type Run, type RunFacts, WAYS, type Way } from '../schema/trial.ts'

/** A window no wider than this is a phone's, or small enough to be like one. CSS pixels. */
export const WIDEST_PHONE_PX = 600

/** The language the texts are written in first: going through it tests no other one. */
const SOURCE_LANGUAGE = 'zh-TW'

/** Why a run does not count for the way it was meant for. */
export type Contradiction =
  | 'not_finished'
  | 'not_responsible'
  | 'had_script'
  | 'was_wide'
  | 'language'

export function contradictionOf(run: RunFacts): Contradiction | null {
  if (!run.isFinished) return 'not_finished'
  if (!run.isResponsible) return 'not_responsible'
  if (run.way === 'script_off' && run.hasScript !== false) return 'had_script'
  if (run.way === 'phone' && !isPhone(run)) return 'was_wide'
  if (run.way === 'other_language' && run.language === SOURCE_LANGUAGE) return 'language'
  return null
}

/** Measured by script; without script the browser's own word is all there is. */
export const isPhone = ({ widthPx, isMobile }: Pick<Run, 'widthPx' | 'isMobile'>): boolean =>
  widthPx === null ? isMobile : widthPx <= WIDEST_PHONE_PX

/** Ways in which nobody responsible has gone through it yet, in the fixed order. */
export const missingWays = (runs: RunFacts[]): Way[] =>
  WAYS.filter((way) => !runs.some((run) => run.way === way && contradictionOf(run) === null))

/** Whoever tested it more than a year ago tested something else. */
export function isOld(run: Pick<RunFacts, 'endedAt'>, now: Date): boolean {
  const end = new Date(run.endedAt)
  end.setUTCFullYear(end.getUTCFullYear() + 1)
  return now > end
}

/** Whole minutes, begun ones counted. */
export const minutesOf = (from: Date, to: Date): number =>
  Math.max(0, Math.ceil((to.getTime() - from.getTime()) / 60_000))

/** The newest run of each way that counts, for "tested by … on …". */
export const newestByWay = (runs: Run[]): { way: Way; run: Run | null }[] =>
  WAYS.map((way) => ({
    way,
    run:
      runs
        .filter((run) => run.way === way && contradictionOf(run) === null)
        .sort((a, b) => b.endedAt.getTime() - a.endedAt.getTime())[0] ?? null,
  }))
