// What is wrong in a city's place files, and where it stands.

import type { FileName } from '../files.ts'

export type Path = (string | number)[]

export interface Mistake {
  file: FileName
  path: Path
  message: string
}

export const at = (file: FileName, path: Path, message: string): Mistake => ({
  file,
  path,
  message,
})

export const idsOf = (list: { id: string }[]): Set<string> => new Set(list.map((one) => one.id))
