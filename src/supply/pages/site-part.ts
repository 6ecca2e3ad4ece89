// What another part of supply shows on a site's page: the form that says "the map said yes, the shop
// said no". The form carries the number of the moment that the reader saw as `sequence`, which the
// page's island keeps new.

import type { Child } from 'hono/jsx'
import type { Programme } from '../schema/programme.ts'
import type { Voice } from './stock-tag.tsx'

export interface SitePartProps extends Voice {
  programme: Programme
  siteId: string
  sequence: number
}

export type SitePart = (props: SitePartProps) => Child

let part: SitePart | null = null

/** Called once by that part's index. */
export function setSitePart(shown: SitePart): void {
  part = shown
}

export const sitePart = (props: SitePartProps): Child => part?.(props) ?? null
