// From a city's place files to what the program asks. Every mistake, within a file and between
// files, is told with file, line, column and what was expected.

import type { LocalText } from '../core/errors.ts'
import type { Words } from '../core/i18n.ts'
import { DataMistake } from '../core/yaml.ts'
import { buildPlaces } from './rules/build.ts'
import { checkFiles } from './rules/checks.ts'
import type { Places } from './schema.ts'
import { readPlaceFiles } from './store.ts'

/** `agencies` by id, as agencies.yaml names them. @throws DataMistake */
export function loadPlaces(
  directory: string,
  agencies: Map<string, LocalText>,
  words: Words,
): Places {
  const { files, at } = readPlaceFiles(directory)
  const mistakes = checkFiles(files, new Set(agencies.keys()))
  if (mistakes.length > 0) {
    throw new DataMistake(
      mistakes.map(({ file, path, message }) => `${at(file, path)} ${path.join('.')}: ${message}`),
    )
  }
  return buildPlaces(files, agencies, words)
}
