// What a later module shows on the page of a version, such as what was weighed before it started.

import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { Web } from '../../core/web.ts'
import type { PublishedVersion } from '../schema.ts'

/** Stands below the facts of the version; null shows nothing. */
export type VersionPart = (c: Context<Web>, version: PublishedVersion) => Child | Promise<Child>

let part: VersionPart | null = null

/** Called once by a later module's index. */
export function setVersionPart(shown: VersionPart): void {
  part = shown
}

export const versionPart: VersionPart = async (c, version) => (part ? await part(c, version) : null)
