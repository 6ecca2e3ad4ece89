// The style guide, executed. Each rule here has its reason in STYLE.md.

import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { MODULES } from '../src/modules.ts'
import { type Import, type Place, placeOf, type Source, sourcesIn } from './sources.ts'

const MAX_FILE_LINES = 300
const MAX_FUNCTION_LINES = 50
const MAX_VIEW_LINES = 80
const MAX_EXPORTS = 15
const MAX_FILES_IN_FOLDER = 20

// What a part may import from its own module. Reads go to the store, writes through actions. Parts
// not named here are a module's own nouns; they follow the line of the part they say they are.
const MAY_IMPORT: Record<string, string[]> = {
  schema: [],
  rules: ['schema'],
  store: ['schema'],
  actions: ['schema', 'rules', 'store', 'adapters'],
  jobs: ['schema', 'rules', 'store', 'actions'],
  api: ['schema', 'rules', 'store', 'actions'],
  pages: ['schema', 'rules', 'store', 'actions'],
  island: [],
}

const SOURCES = sourcesIn('src')
const OUTSIDE = [...sourcesIn('sandbox'), ...sourcesIn('cities')]

test('core and ui know no module', () => {
  const found = offences(
    (file) => file.area === 'core' || file.area === 'ui',
    (file) =>
      runtimeImports(file)
        .filter((i) => isModule(i.area))
        .map(name),
  )
  expect(found).toEqual([])
})

test('a module uses only the modules above it in the list, and only through their index', () => {
  const found = offences(inModule, (file) =>
    runtimeImports(file)
      .filter((i) => isModule(i.area) && i.area !== file.area)
      .filter((i) => rank(i.area) > rank(file.area) || i.part !== 'index')
      .map(name),
  )
  expect(found).toEqual([])
})

test('inside a module, rules and schema stay pure and imports follow the table', () => {
  const found = offences(
    (file) => inModule(file) && file.part in MAY_IMPORT,
    (file) =>
      runtimeImports(file)
        .filter((i) => i.area === file.area && i.part !== file.part && i.part in MAY_IMPORT)
        .filter((i) => !MAY_IMPORT[file.part]?.includes(i.part))
        .map(name),
  )
  expect(found).toEqual([])
})

test('inside a module, nothing imports its own index', () => {
  const found = offences(inModule, (file) =>
    runtimeImports(file)
      .filter((i) => i.area === file.area && i.part === 'index' && file.part !== 'index')
      .map(name),
  )
  expect(found).toEqual([])
})

test('no file imports itself through others', () => {
  expect(cycles()).toEqual([])
})

test('an island reaches nothing of the server', () => {
  const found = offences(isInBrowser, (file) =>
    file.imports.filter((i) => !i.typeOnly && !mayLoad(i)).map((i) => `imports ${i.specifier}`),
  )
  expect(found).toEqual([])
})

test('an adapter imports the kit, its own folder, and nothing else of the program', () => {
  const found = OUTSIDE.filter((file) => file.path.startsWith('cities/')).flatMap((file) =>
    file.imports
      .filter((i) => i.path !== 'src/adapters/kit.ts' && !inOwnFolder(file.path, i.path))
      .map((i) => `${file.path}: imports ${i.specifier}`),
  )
  expect(found).toEqual([])
})

test('the sandbox imports nothing of the program', () => {
  const found = OUTSIDE.filter((file) => file.path.startsWith('sandbox/')).flatMap((file) =>
    file.imports
      .filter((i) => i.path?.startsWith('src/') || i.path?.startsWith('cities/'))
      .map((i) => `${file.path}: imports ${i.specifier}`),
  )
  expect(found).toEqual([])
})

test('only a store speaks SQL, and only of its own tables or an open_ view', () => {
  const found = offences(
    (file) => file.path.startsWith('src/'),
    (file) => file.tables.filter((table) => !mayName(file, table)).map((table) => `names ${table}`),
  )
  expect(found).toEqual([])
})

test('only the clock reads the time', () => {
  const found = offences(
    (file) => file.path !== 'src/core/clock.ts',
    (file) => (file.clockReads > 0 ? [`reads the clock ${file.clockReads} times`] : []),
  )
  expect(found).toEqual([])
})

test('a dynamic import names a file, or is one of the two loaders', () => {
  const found = offences(
    (file) => !DYNAMIC_LOADERS.includes(file.path),
    (file) =>
      file.imports
        .filter((i) => i.path === null && !/^[@a-z]/.test(i.specifier))
        .map((i) => `imports ${i.specifier}`),
  )
  expect(found).toEqual([])
})

test('files, functions, exports and folders stay small', () => {
  const long = [...SOURCES, ...OUTSIDE].flatMap((file) => {
    const lines = file.text.split('\n').length
    const limit = file.path.endsWith('.tsx') ? MAX_VIEW_LINES : MAX_FUNCTION_LINES
    return [
      lines > MAX_FILE_LINES ? `${file.path}: ${lines} lines` : '',
      file.longestFunctionLines > limit
        ? `${file.path}: ${file.longestFunctionLines}-line function`
        : '',
      file.exports > MAX_EXPORTS && file.part !== 'index'
        ? `${file.path}: ${file.exports} exports`
        : '',
      file.defaultExports > 0 ? `${file.path}: default export` : '',
    ].filter(Boolean)
  })
  expect([...long, ...fullFolders()]).toEqual([])
})

test('each file opens by saying what is here', () => {
  const found = offences(
    () => true,
    (file) => (file.text.startsWith('//') ? [] : ['no opening comment']),
  )
  expect(found).toEqual([])
})

/** A long adapter `parks.ts` keeps its parts in `parks/`; its fallback `parks-desk.ts` shares them. */
function inOwnFolder(adapter: string, imported: string | null): boolean {
  const [, own = ''] = /^(cities\/[\w-]+\/adapters\/[\w-]+)(?:\.ts$|\/)/.exec(adapter) ?? []
  const first = own.replace(/-(?:desk|fax|mail)$/, '')
  return own !== '' && [own, first].some((folder) => imported?.startsWith(`${folder}/`))
}

/** An island, the folders `browser` of what supply's islands share, and what they load. */
const isInBrowser = ({ path }: Pick<Source, 'path'>): boolean =>
  /\/(?:islands\/[\w-]+|island)\.ts$/.test(path) ||
  IN_BROWSER_FOLDER.test(path) ||
  IN_BROWSER.includes(path)

const IN_BROWSER_FOLDER = /^src\/supply\/\w+\/browser\//

const mayLoad = ({ path, specifier }: Import): boolean =>
  path === null
    ? IN_BROWSER_PACKAGES.test(specifier)
    : IN_BROWSER.includes(path) || IN_BROWSER_FOLDER.test(path)

/** Loaded by islands; `virtual:coast` is made by the build. */
const IN_BROWSER_PACKAGES = /^(?:maplibre-gl(?:\/.*)?|virtual:coast)$/

/** Pure files that run on both sides. */
const IN_BROWSER = [
  'src/core/clock.ts',
  'src/core/moments.ts',
  'src/supply/ration/answer.ts',
  'src/ui/island.ts',
  'src/ui/roc-year.ts',
  'src/supply/ration/allowance.ts',
  'src/supply/schema/stock.ts',
  ...['hours', 'levels', 'marks', 'saying', 'today', 'wanted'].map(
    (name) => `src/supply/rules/${name}.ts`,
  ),
]

/** Import files whose name is known only at run time: a city's adapters. */
const DYNAMIC_LOADERS = ['src/adapters/load.ts']

/** Core keeps its own few tables; each of its files that does is a store of one of them. */
function mayName(file: Source, table: string): boolean {
  const [schema = '', noun = ''] = table.split('.')
  if (schema === 'information_schema' || schema === 'pg_catalog') return true
  if (file.area === 'core') return schema === 'core'
  if (file.part !== 'store') return false
  return schema === file.area || noun.startsWith('open_')
}

function fullFolders(): string[] {
  const counts = new Map<string, number>()
  for (const file of SOURCES) {
    const folder = file.path.slice(0, file.path.lastIndexOf('/'))
    counts.set(folder, (counts.get(folder) ?? 0) + 1)
  }
  return [...counts]
    .filter(([folder, count]) => count > MAX_FILES_IN_FOLDER && !WIDE_FOLDERS.includes(folder))
    .map(([folder, count]) => `${folder}: ${count} files`)
}

/** The design system is one flat shelf of parts; a reader scans it by name. */
const WIDE_FOLDERS = ['src/ui', 'src/core']

function cycles(): string[] {
  const byPath = new Map(SOURCES.map((file) => [file.path, file]))
  const done = new Set<string>()
  const found: string[] = []

  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) {
      found.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
      return
    }
    if (done.has(path)) return
    for (const i of byPath.get(path)?.imports ?? []) {
      if (i.path && !i.typeOnly) visit(i.path, [...trail, path])
    }
    done.add(path)
  }
  for (const file of SOURCES) visit(file.path, [])
  return found
}

function runtimeImports(file: Source): Place[] {
  return file.imports
    .filter(
      (i): i is Import & { path: string } => i.path?.startsWith('src/') === true && !i.typeOnly,
    )
    .map((i) => placeOf(i.path))
}

function offences(where: (file: Source) => boolean, check: (file: Source) => string[]): string[] {
  return SOURCES.filter(where).flatMap((file) => check(file).map((what) => `${file.path}: ${what}`))
}

const rank = (area: string) => MODULES.indexOf(area as (typeof MODULES)[number])
const isModule = (area: string) => rank(area) >= 0
const inModule = (file: Source) => isModule(file.area)
const name = (place: Place) => `imports ${place.area}/${place.part}`

test('every module folder is in the list, and the list names no folder that is not there', () => {
  const folders = readdirSync('src', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['core', 'ui'].includes(entry.name))
    .map((entry) => entry.name)
  expect(folders.sort()).toEqual([...MODULES].sort())
})
