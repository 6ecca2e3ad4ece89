// What later modules put on the desk's pages, such as one key to tell of somebody not served.

import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Web } from '../../../core/web.ts'

/** `journeyId`: of the case or task that is open; null on the desk's own page. */
export type DeskPart = (c: Context<Web>, at: { journeyId: string | null }) => Child

const parts: DeskPart[] = []

/** Called once by a later module's index. */
export function addDeskPart(shown: DeskPart): void {
  parts.push(shown)
}

export const deskPart: DeskPart = (c, at) => parts.map((part) => part(c, at))
