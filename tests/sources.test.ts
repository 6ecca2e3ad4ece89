// The architecture tests are only as good as what they see: each kind of fault is planted once.

import { expect, test } from 'vitest'
import { readSource } from './sources.ts'

const seen = (text: string) => readSource('src/cases/rules.ts', text)

test('a table named to the query builder is seen', () => {
  expect(seen("db.selectFrom('people.accounts as a')").tables).toEqual(['people.accounts'])
})

test('a table named inside a raw sql template is seen', () => {
  expect(seen('sql`select 1 from voices.reports where x = $' + '{1}`').tables).toEqual([
    'voices.reports',
  ])
})

test('a dynamic import is seen, and one without a literal name keeps its expression', () => {
  expect(seen("import('../core/db.ts')").imports[0]?.path).toBe('src/core/db.ts')
  expect(seen('import(name)').imports[0]?.specifier).toBe('name')
})

test('an import that only borrows types is told from one that runs', () => {
  expect(seen("import type { A } from './a.ts'").imports[0]?.typeOnly).toBe(true)
  expect(seen("import { type A } from './a.ts'").imports[0]?.typeOnly).toBe(true)
  expect(seen("import { type A, b } from './a.ts'").imports[0]?.typeOnly).toBe(false)
})

test('what an index passes on counts as an import', () => {
  expect(seen("export { pages } from '../cases/pages.tsx'").imports[0]?.path).toBe(
    'src/cases/pages.tsx',
  )
})

test('every way to read the clock is seen', () => {
  expect(seen('Date.now(); new Date()').clockReads).toBe(2)
  expect(seen('new Date(0)').clockReads).toBe(0)
})

test('a long function is measured from its first line to its last', () => {
  expect(seen('function a() {\n\n\n}').longestFunctionLines).toBe(4)
})
