// Files beside an adapter: what a site calls things is data, and longer than code; an agency's form
// is its own.

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { readYaml } from '../../core/yaml.ts'

/**
 * `parks.yaml` for `parks.ts`: `tableBeside(import.meta.url, schema)`.
 * @throws DataMistake with file and line
 */
export const tableBeside = <S extends z.ZodType>(adapterUrl: string, schema: S): z.output<S> =>
  readYaml(fileURLToPath(adapterUrl).replace(/\.ts$/, '.yaml'), schema)

/** An agency's blank form: `fileBeside(import.meta.url, './township-notice/team.pdf')`. */
export const fileBeside = (adapterUrl: string, path: string): Uint8Array =>
  readFileSync(new URL(path, adapterUrl))
