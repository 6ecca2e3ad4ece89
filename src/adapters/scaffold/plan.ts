// What a new adapter begins with: files from the templates beside this one, by kind. Nothing is
// written here; who writes decides whether it may.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Kind } from '../contract.ts'

export interface Wish {
  agency: string
  kind: Kind
  id: string
  city: string
  desk: string
  /** A stand-in for the agency is there already: its adapter is to be written, not guessed. */
  isPretended: boolean
}

export interface NewFile {
  path: string
  text: string
}

const TEMPLATES = import.meta.dirname

/** Kinds that can be begun. */
export const scaffoldKinds = (): string[] =>
  readdirSync(TEMPLATES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()

export function newFiles(wish: Wish): NewFile[] {
  const { city, id, kind, isPretended } = wish
  const isBegun = isPretended && kind !== 'desk'
  const files: [path: string, template: string][] = [
    [`cities/${city}/adapters/${id}.ts`, isBegun ? 'begun.txt' : `${kind}/adapter.txt`],
    [`cities/${city}/adapters/${id}.test.ts`, isBegun ? 'test-words.txt' : 'test.txt'],
    [`sandbox/stands/${id}.ts`, `${kind}/stand.txt`],
  ]
  return files
    .filter(
      ([path, template]) =>
        existsSync(join(TEMPLATES, template)) && !(isPretended && path.startsWith('sandbox/')),
    )
    .map(([path, template]) => ({ path, text: filled(template, wish) }))
}

function filled(template: string, wish: Wish): string {
  const words: Record<string, string> = {
    id: wish.id,
    agency: wish.agency,
    desk: wish.desk,
    kind: wish.kind,
    maker: MAKERS[wish.kind] ?? '',
    title: `申請（${wish.agency}）`,
    english: `Filing with ${wish.agency}`,
  }
  const text = readFileSync(join(TEMPLATES, template), 'utf8')
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => words[name] ?? '')
}

const MAKERS: Partial<Record<Kind, string>> = {
  http: 'httpAdapter',
  'html-form': 'formAdapter',
  browser: 'browserAdapter',
  mail: 'mailAdapter',
  fax: 'faxAdapter',
  'drop-box': 'boxAdapter',
}

/** The city's list of agencies with one more; null when it is there. Comments stay as they are. */
export function withAgency(yaml: string, agency: string): string | null {
  if (new RegExp(`^ {2}- id: ${agency}$`, 'm').test(yaml)) return null
  const entry = [
    `  - id: ${agency}`,
    `    name: { zh-TW: ${agency}（待填）, en: ${agency} }`,
    '    kind: city',
    '',
  ].join('\n')
  const lines = yaml.split('\n')
  const start = lines.findIndex((line) => line.startsWith('agencies:'))
  const next = lines.findIndex((line, at) => at > start && /^[a-z]/.test(line))
  const before = lines.slice(0, next < 0 ? lines.length : next)
  const after = next < 0 ? [] : lines.slice(next)
  return `${before.join('\n').trimEnd()}\n${entry}${after.join('\n')}`
}
