// Addresses of built files. Names carry a hash, so a page can be kept and a file is right for ever.

import { existsSync, readFileSync } from 'node:fs'

const MANIFEST = 'dist/assets/.vite/manifest.json'

interface Entry {
  file: string
  name?: string
  css?: string[]
}

let known: Map<string, string> | null = null

/** `styles.css`, `fonts.css`, or an island's name. Its address even when nothing is built: then 404. */
export function asset(name: string): string {
  known ??= readManifest()
  return known.get(name) ?? `/assets/${name}`
}

function readManifest(): Map<string, string> {
  if (!existsSync(MANIFEST)) return new Map()
  const entries = Object.entries(
    JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<string, Entry>,
  )
  return new Map(entries.map(([source, entry]) => [nameOf(source, entry), `/assets/${entry.file}`]))
}

/** `src/ui/styles/styles.css` is `styles.css`; `src/cases/island.ts` is `cases`. */
function nameOf(source: string, entry: Entry): string {
  const parts = source.split('/')
  const last = parts.at(-1) ?? ''
  if (last.endsWith('.css')) return last
  return last === 'island.ts' ? (parts.at(-2) ?? last) : (entry.name ?? last)
}
