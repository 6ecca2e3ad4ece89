// Reads a YAML file of the city and checks it. Every mistake names file, line, column, what is wrong
// and what was expected.

import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'

/** All mistakes of one file, one a line: `file:line:column message`. */
export class DataMistake extends Error {
  readonly mistakes: string[]

  constructor(mistakes: string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

/** The parsed file and a way to say where something in it stands. */
export interface Located<T> {
  value: T
  /** `file:line:column` of a path in the file, or of its nearest parent. */
  at(path: (string | number)[]): string
}

export function readYaml<S extends z.ZodType>(file: string, schema: S): z.output<S> {
  return readLocatedYaml(file, schema).value
}

/** @throws DataMistake */
export function readLocatedYaml<S extends z.ZodType>(
  file: string,
  schema: S,
): Located<z.output<S>> {
  const { document, at } = openYaml(file)
  const result = schema.safeParse(document.toJS())
  if (result.success) return { value: result.data, at }

  throw new DataMistake(
    result.error.issues.map((issue) => {
      const path = issue.path.filter((step) => typeof step !== 'symbol')
      const named = issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path
      return `${at(named)} ${path.join('.') || 'file'}: ${issue.message}`
    }),
  )
}

function openYaml(file: string) {
  const lineCounter = new LineCounter()
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter, prettyErrors: false })

  const position = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset)
    return `${file}:${line}:${col}`
  }
  if (document.errors.length > 0) {
    throw new DataMistake(document.errors.map((e) => `${position(e.pos[0])} ${e.message}`))
  }

  const at = (path: (string | number)[]): string => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as { range?: number[] } | undefined
      if (node?.range) return position(node.range[0] ?? 0)
    }
    return position(0)
  }
  return { document, at }
}
