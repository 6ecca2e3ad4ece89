// Tables of an adapter in a file beside it: what a site calls things is data, and longer than code.

import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { readYaml } from '../../core/yaml.ts'

/**
 * `parks.yaml` for `parks.ts`: `tableBeside(import.meta.url, schema)`.
 * @throws DataMistake with file and line
 */
export const tableBeside = <S extends z.ZodType>(adapterUrl: string, schema: S): z.output<S> =>
  readYaml(fileURLToPath(adapterUrl).replace(/\.ts$/, '.yaml'), schema)
