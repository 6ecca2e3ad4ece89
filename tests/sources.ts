// Reads the program's own source with a real parser, for the tests that keep its arrows.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'

/** A place in the tree: `area` is 'cases' or 'core', `part` is 'store', also for store/legs.ts. */
export interface Place {
  area: string
  part: string
}

export interface Source extends Place {
  /** Relative to the repository's root. */
  path: string
  text: string
  imports: Import[]
  /** Tables and views named to Kysely or in a raw `sql` template, as `schema.table`. */
  tables: string[]
  /** Offsets of calls that read the machine's clock. */
  clockReads: number
  longestFunctionLines: number
  exports: number
  defaultExports: number
}

export interface Import {
  specifier: string
  /** Repository path for a relative import, else null. */
  path: string | null
  typeOnly: boolean
}

const TABLE_CALL = /^(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto|from|using|\w+Join)$/
const IN_SQL = /\b(?:from|join|into|update|table)\s+(?:only\s+)?([a-z_]+\.[a-z_]+)/gi

/** Every .ts and .tsx below `folder` that is not a test. */
export function sourcesIn(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.(test|examples)\.tsx?$/.test(path))
    .map((path) => readSource(join(folder, path)))
}

export function placeOf(path: string): Place {
  const [area = '', part = ''] = path.replace(/^src\//, '').split('/')
  return { area, part: part.replace(/\.tsx?$/, '') }
}

export function readSource(path: string, text = readFileSync(path, 'utf8')): Source {
  const { program, module } = parseSync(path, text, { sourceType: 'module' })
  const found = { tables: new Set<string>(), clockReads: 0, longest: 0 }
  const lineOf = lineCounter(text)

  const measure = (node: { start: number; end: number }) => {
    found.longest = Math.max(found.longest, lineOf(node.end) - lineOf(node.start) + 1)
  }
  new Visitor({
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
    CallExpression(node) {
      const name =
        node.callee.type === 'MemberExpression' && 'name' in node.callee.property
          ? String(node.callee.property.name)
          : ''
      const first = node.arguments[0]
      if (!TABLE_CALL.test(name) || first?.type !== 'Literal') return
      const table = /^([a-z_]+\.[a-z_]+)/.exec(String(first.value))?.[1]
      if (table) found.tables.add(table)
    },
    TaggedTemplateExpression(node) {
      if (!('name' in node.tag) || node.tag.name !== 'sql') return
      const words = node.quasi.quasis.map((quasi) => quasi.value.cooked).join(' ? ')
      for (const [, table = ''] of words.matchAll(IN_SQL)) found.tables.add(table)
    },
    MemberExpression(node) {
      if ('name' in node.object && node.object.name === 'Date' && 'name' in node.property) {
        if (node.property.name === 'now') found.clockReads += 1
      }
    },
    NewExpression(node) {
      if ('name' in node.callee && node.callee.name === 'Date' && node.arguments.length === 0) {
        found.clockReads += 1
      }
    },
  }).visit(program)

  const exportEntries = module.staticExports.flatMap((statement) => statement.entries)
  return {
    ...placeOf(path),
    path,
    text,
    imports: importsOf(path, text, module),
    tables: [...found.tables],
    clockReads: found.clockReads,
    longestFunctionLines: found.longest,
    exports: exportEntries.filter((entry) => !entry.isType).length,
    defaultExports: exportEntries.filter((entry) => entry.exportName.kind === 'Default').length,
  }
}

type Module = ReturnType<typeof parseSync>['module']

function importsOf(path: string, text: string, module: Module): Import[] {
  const resolve = (specifier: string, typeOnly: boolean): Import => ({
    specifier,
    path: specifier.startsWith('.') ? normalize(join(dirname(path), specifier)) : null,
    typeOnly,
  })
  const still = module.staticImports.map((statement) =>
    resolve(
      statement.moduleRequest.value,
      statement.entries.length > 0 && statement.entries.every((entry) => entry.isType),
    ),
  )
  const passedOn = module.staticExports
    .flatMap((statement) => statement.entries)
    .filter((entry) => entry.moduleRequest)
    .map((entry) => resolve(entry.moduleRequest?.value ?? '', entry.isType))
  const dynamic = module.dynamicImports.map((found) =>
    resolve(
      text.slice(found.moduleRequest.start, found.moduleRequest.end).replace(/['"]/g, ''),
      false,
    ),
  )
  return [...still, ...passedOn, ...dynamic]
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }
}
