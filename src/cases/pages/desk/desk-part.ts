// What a later module puts on the desk's pages, such as one key to tell of somebody not served.

import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Web } from '../../../core/web.ts'

/** `journeyId`: of the case or task that is open; null on the desk's own page. */
export type DeskPart = (c: Context<Web>, at: { journeyId: string | null }) => Child

let part: DeskPart | null = null

/** Called once by a later module's index. */
export function setDeskPart(shown: DeskPart): void {
  part = shown
}

export const deskPart: DeskPart = (c, at) => (part ? part(c, at) : null)
