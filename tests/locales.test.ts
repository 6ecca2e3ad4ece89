// Every language says the same things, with the same blanks to fill, and the program asks for no
// word that nobody wrote.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { expect, test } from 'vitest'
import type { Messages } from '../src/core/i18n.ts'

const SOURCE = 'zh-TW'

const read = (language: string): Messages =>
  Object.assign(
    {},
    ...readdirSync(`locales/${language}`).map(
      (file) => JSON.parse(readFileSync(`locales/${language}/${file}`, 'utf8')) as Messages,
    ),
  )

const blanksOf = (text: Messages[string]) =>
  [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort().join(' ')

const shape = (messages: Messages) =>
  Object.entries(messages)
    .map(([key, text]) => `${key} ${blanksOf(text)}`)
    .sort()

for (const language of readdirSync('locales').filter((folder) => folder !== SOURCE)) {
  test(`${language} has every message of ${SOURCE}, with the same blanks`, () => {
    expect(shape(read(language))).toEqual(shape(read(SOURCE)))
  })
}

test('a key stands in the file of its module', () => {
  const strays = readdirSync(`locales/${SOURCE}`).flatMap((file) =>
    Object.keys(JSON.parse(readFileSync(`locales/${SOURCE}/${file}`, 'utf8')))
      .filter((key) => !key.startsWith(`${file.replace('.json', '')}.`))
      .map((key) => `${file}: ${key}`),
  )
  expect(strays).toEqual([])
})

test('every key the program asks for exists', () => {
  const known = Object.keys(read(SOURCE))
  const missing = mentions().asked.filter((key) => !known.includes(key))
  expect(missing).toEqual([])
})

test('no message is written that nothing asks for', () => {
  const { literals, prefixes } = mentions()
  const unused = Object.keys(read(SOURCE)).filter(
    (key) => !literals.includes(key) && !prefixes.some((prefix) => key.startsWith(prefix)),
  )
  expect(unused).toEqual([])
})

test('Chinese text uses full-width punctuation and no exclamation marks', () => {
  const offending = Object.entries(read(SOURCE))
    .map(([key, text]) => [key, JSON.stringify(text)] as const)
    .filter(([, text]) => /[\u4e00-\u9fff][,;:?!]|[!！]|[,;]\s?[\u4e00-\u9fff]/.test(text))
    .map(([key]) => key)
  expect(offending).toEqual([])
})

interface Mentions {
  /** Keys where only a key can stand: `t('…')`, `new Failure(…, '…')`, `message: '…'`. */
  asked: string[]
  /** Any string that looks like a key, and the fixed beginnings of computed ones. */
  literals: string[]
  prefixes: string[]
}

function mentions(): Mentions {
  const files = readdirSync('locales/zh-TW').map((file) => file.replace('.json', ''))
  const key = new RegExp(`^(?:${files.join('|')})\\.[a-z0-9_.]*$`)
  const found = {
    asked: new Set<string>(),
    literals: new Set<string>(),
    prefixes: new Set<string>(),
  }

  const ask = (node: { type: string; value?: unknown } | null | undefined) => {
    if (node?.type === 'Literal' && key.test(String(node.value)))
      found.asked.add(String(node.value))
  }
  for (const path of sourcePaths()) {
    const { program } = parseSync(path, readFileSync(path, 'utf8'), { sourceType: 'module' })
    new Visitor({
      CallExpression(node) {
        if ('name' in node.callee && node.callee.name === 't') ask(node.arguments[0])
      },
      NewExpression(node) {
        if ('name' in node.callee && node.callee.name === 'Failure') ask(node.arguments[1])
      },
      Property(node) {
        if ('name' in node.key && /^message(Key)?$/.test(String(node.key.name))) ask(node.value)
      },
      Literal(node) {
        if (key.test(String(node.value))) found.literals.add(String(node.value))
      },
      TemplateLiteral(node) {
        const start = node.quasis[0]?.value.cooked ?? ''
        if (node.expressions.length > 0 && key.test(start)) found.prefixes.add(start)
      },
    }).visit(program)
  }
  return {
    asked: [...found.asked],
    literals: [...found.literals],
    prefixes: [...found.prefixes],
  }
}

function sourcePaths(): string[] {
  return ['src', 'cities']
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
}
