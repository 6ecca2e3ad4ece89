// What a later module shows on the pages of a draft that belongs to a closed test: that nothing will
// be sent, and how the run ends.

import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Web } from '../../core/web.ts'

export interface TrialPlace {
  token: string
  /** Null: check your answers, where a person would file. */
  page: string | null
}

export type TrialPart = (c: Context<Web>, at: TrialPlace) => Child

let part: TrialPart | null = null

/** Called once by a later module's index. */
export function setTrialPart(shown: TrialPart): void {
  part = shown
}

/** Never nothing: a page without it would offer to file. */
export const trialPart: TrialPart = (c, at) =>
  part ? part(c, at) : c.var.t('cases.draft_is_a_trial')
