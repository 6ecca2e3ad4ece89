// From an asset's name to the address it was built to. Names: `main.css`, `fonts.css`, and the name
// of an island: `date` for src/ui/islands/date.ts, `cases` for src/cases/island.ts, `supply/map` for
// src/supply/map/island.ts.

import { readFileSync } from 'node:fs'

const MANIFEST = new URL('../../dist/assets/.vite/manifest.json', import.meta.url)

type Manifest = Record<string, { file: string }>

let known: Manifest | null = null

/** Fails when the asset is unknown or nothing was built yet. */
export function asset(name: string): string {
  known ??= readManifest()
  const sources = name.endsWith('.css')
    ? [`src/ui/styles/${name}`]
    : [`src/ui/islands/${name}.ts`, `src/${name}/island.ts`]
  const entry = sources.map((source) => known?.[source]).find(Boolean)
  if (!entry) throw new Error(`No asset '${name}' was built; looked for ${sources.join(' and ')}.`)
  return `/assets/${entry.file}`
}

function readManifest(): Manifest {
  try {
    return JSON.parse(readFileSync(MANIFEST, 'utf8'))
  } catch (cause) {
    throw new Error('Styles and scripts are not built. Run `npm run build` first.', { cause })
  }
}
