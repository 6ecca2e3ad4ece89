import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readWords } from '../core/i18n.ts'
import { DataMistake } from '../core/yaml.ts'
import { loadPlaces } from './load.ts'
import { AGENCIES, PLACES_DIRECTORY } from './taichung.examples.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'places-'))
  cpSync(PLACES_DIRECTORY, directory, { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true }))

/** The mistakes after replacing `from` by `to` in one file, without the folder's name. */
function mistakesAfter(file: string, from: string, to: string): string[] {
  const path = join(directory, file)
  const text = readFileSync(path, 'utf8')
  expect(text, `${file} holds ${from}`).toContain(from)
  writeFileSync(path, text.replace(from, to))
  try {
    loadPlaces(directory, AGENCIES, readWords())
    return []
  } catch (error) {
    if (!(error instanceof DataMistake)) throw error
    return error.mistakes.map((mistake) => mistake.replace(`${directory}/`, ''))
  }
}
const WHERE = /^(nodes|paths|lodgings|routes|permits|police|closures|districts)\.yaml:\d+:\d+ /

test('the city’s own files load, with 29 districts and no mistake', () => {
  const places = loadPlaces(directory, AGENCIES, readWords())
  expect(places.districts.districts).toHaveLength(29)
  expect(places.nodes.size).toBeGreaterThan(100)
})

test.each([
  [
    'an agency nobody has',
    'nodes.yaml',
    'agency: yushan-park',
    'agency: yushanpark',
    '"yushanpark" is no agency',
  ],
  ['a misspelt field', 'nodes.yaml', 'elevationMetres: 2610', 'elevation: 2610', 'elevation'],
  [
    'an impossible height',
    'nodes.yaml',
    'elevationMetres: 2610',
    'elevationMetres: 26100',
    'elevationMetres',
  ],
  [
    'a missing English name',
    'nodes.yaml',
    '塔塔加登山口, en: Tataka trailhead }',
    '塔塔加登山口 }',
    'name.en',
  ],
  [
    'an alias used twice',
    'nodes.yaml',
    'aliases: [排雲]',
    'aliases: [塔塔加]',
    '"塔塔加" already leads to tataka-entrance',
  ],
  [
    'an id used twice',
    'nodes.yaml',
    '- id: menglu-pavilion',
    '- id: tataka-entrance',
    'is used twice',
  ],
  [
    'a path to nowhere',
    'paths.yaml',
    '[tataka-entrance, menglu-pavilion]',
    '[tataka-entrance, menglu]',
    '"menglu" is no node',
  ],
  [
    'a path listed twice',
    'paths.yaml',
    '[menglu-pavilion, yushan-front-junction]',
    '[menglu-pavilion, tataka-entrance]',
    'are joined twice',
  ],
  [
    'a gap in the police table',
    'police.yaml',
    '  great-cliff: xinyi\n',
    '',
    '"great-cliff" is missing in police.yaml',
  ],
  [
    'an area nobody keeps',
    'police.yaml',
    'great-cliff: xinyi',
    'great-cliff: xinji',
    '"xinji" is no area',
  ],
  [
    'a plan off the paths',
    'routes.yaml',
    'nodes: [qika, kupo, xueshan-east-peak, sanliujiu]',
    'nodes: [qika, sanliujiu]',
    'no path leads from "qika" to "sanliujiu"',
  ],
  [
    'a night at another place',
    'routes.yaml',
    'lodging: qika-lodge',
    'lodging: sanliujiu-lodge',
    'is not at "qika"',
  ],
  [
    'a route in two pieces',
    'routes.yaml',
    'nodes: [jinjing-bridge-entrance, kuhanuoxin-hut, kuhanuoxin-peak, guanshan-peak]',
    'nodes: [jinjing-bridge-entrance, kuhanuoxin-hut, kuhanuoxin-peak, guanshan-peak, taguanshan-peak]',
    'no path joins "taguanshan-peak"',
  ],
  [
    'two capacities on one day',
    'lodgings.yaml',
    'to: 2026-04-30',
    'to: 2026-05-01',
    'begins while the one before it still holds',
  ],
  [
    'a value that ends before it begins',
    'lodgings.yaml',
    'to: 2026-04-30',
    'to: 2025-04-30',
    'before it begins',
  ],
  [
    'a day that is none',
    'closures.yaml',
    'to: 2026-03-31',
    'to: 2026-03-32',
    'a day is YYYY-MM-DD',
  ],
  [
    'a closure of nothing',
    'closures.yaml',
    '- lodgings: [sanliujiu-lodge]\n  from',
    '- from',
    'names at least one',
  ],
  [
    'a closure of a hut nobody has',
    'closures.yaml',
    '[sanliujiu-lodge]',
    '[sanliujiu]',
    '"sanliujiu" is no lodging',
  ],
  [
    'a filing with someone who takes none',
    'lodgings.yaml',
    'filing: yushan-park',
    'filing: nobody',
    '"nobody" is no agency',
  ],
  ['broken YAML', 'districts.yaml', 'districts:', 'districts: {', 'districts.yaml'],
])('%s stops the load and says where', (_, file, from, to, expected) => {
  const mistakes = mistakesAfter(file, from, to)
  expect(mistakes.join('\n')).toContain(expected)
  expect(
    mistakes.every((mistake) => WHERE.test(mistake)),
    mistakes.join('\n'),
  ).toBe(true)
})

test('the line is the line of the mistake', () => {
  const lines = readFileSync(join(directory, 'nodes.yaml'), 'utf8').split('\n')
  const line = lines.findIndex((text) => text.includes('agency: yushan-park')) + 1
  const [first] = mistakesAfter('nodes.yaml', 'agency: yushan-park', 'agency: nobody')
  expect(first).toMatch(new RegExp(`^nodes.yaml:${line}:\\d+ 0.controls.0.agency: `))
})

test('mistakes of several files are told together', () => {
  const closures = join(directory, 'closures.yaml')
  writeFileSync(closures, readFileSync(closures, 'utf8').replace('effect: closed', 'effect: shut'))
  const mistakes = mistakesAfter('paths.yaml', 'hours: [1, 0.7]', 'hours: soon')
  expect(mistakes.map((mistake) => mistake.split(':')[0])).toEqual(['paths.yaml', 'closures.yaml'])
})

test('a file that is missing is named', () => {
  rmSync(join(directory, 'closures.yaml'))
  expect(() => loadPlaces(directory, AGENCIES, readWords())).toThrow(
    /closures\.yaml:1:1 the file is missing/,
  )
})
