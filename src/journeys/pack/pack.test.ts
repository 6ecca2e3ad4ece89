import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { runCommand } from '../../core/commands.ts'
import { packCommands } from '../pack.ts'
import { differencesOf } from './differences.ts'
import { makePack, readPack } from './file.ts'
import { unpack } from './unpack.ts'

const folder = mkdtempSync(join(tmpdir(), 'pack-'))
const chiayi = join(folder, 'chiayi')
mkdirSync(join(chiayi, 'journeys'), { recursive: true })
writeFileSync(join(chiayi, 'city.yaml'), 'id: chiayi\n')
afterAll(() => rmSync(folder, { recursive: true }))

const pack = makePack('cities/taichung', 'birth')

test('a pack holds the journey, its examples and its adapters, and nothing else', () => {
  expect(Object.keys(pack.files).sort()).toEqual([
    'adapters/civil-affairs-desk.ts',
    'adapters/household-desk.ts',
    'adapters/social-affairs-desk.ts',
    'journeys/birth/journey.yaml',
    'journeys/birth/tests/births.yaml',
  ])
  expect(pack).toMatchObject({ city: 'taichung', version: 1, licence: 'CC0-1.0' })
  expect(readPack(JSON.stringify(pack))).toEqual(pack)
})

test('an adapter’s folder comes along with it', () => {
  const paths = Object.keys(makePack('cities/taichung', 'hike').files)
  expect(paths).toContain('adapters/parks.ts')
  expect(paths.some((path) => path.startsWith('adapters/parks/'))).toBe(true)
})

test('another city gets version 1, which says where it comes from; comments stay', () => {
  const { written, kept } = unpack(pack, chiayi)
  expect(kept).toEqual([])
  expect(written).toHaveLength(6)
  const text = readFileSync(join(chiayi, 'journeys/birth/journey.yaml'), 'utf8')
  expect(parse(text)).toMatchObject({ version: 1, derivedFrom: { city: 'taichung', version: 1 } })
  expect(text).toContain('# 寶寶出生')
  expect(parse(readFileSync(join(chiayi, 'journeys/life-events.yaml'), 'utf8'))).toHaveLength(1)
})

test('nothing a city has is overwritten', () => {
  expect(() => unpack(pack, chiayi)).toThrow('use yizhan pack diff')
  rmSync(join(chiayi, 'journeys/birth'), { recursive: true })
  const own = join(chiayi, 'adapters/household-desk.ts')
  writeFileSync(own, '// our own desk\n')
  expect(unpack(pack, chiayi).kept).toEqual([own])
  expect(readFileSync(own, 'utf8')).toBe('// our own desk\n')
})

test('differences are told field by field; what a city owns is not one', () => {
  const file = join(chiayi, 'journeys/birth/journey.yaml')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('value: 60', 'value: 30').replace('minutes: 10', 'minutes: 15'))
  expect(differencesOf(pack, chiayi)).toEqual(
    [
      '~ start.minutes (journeys/birth/journey.yaml)',
      '~ rules.registration_days.0.value (journeys/birth/journey.yaml)',
      '~ adapters/household-desk.ts',
    ].sort(byPackOrder),
  )
})

/** The order of the pack's files: adapters' folder last or first does not matter to a reader. */
function byPackOrder(a: string, b: string): number {
  const paths = Object.keys(pack.files)
  const at = (line: string) => paths.findIndex((path) => line.includes(path))
  return at(a) - at(b)
}

test('a pack that reaches outside its journey is refused', () => {
  for (const path of [
    '../../etc/passwd.yaml',
    'journeys/hike/journey.yaml',
    'city.yaml',
    'adapters/../x.ts',
  ]) {
    const evil = { ...pack, files: { ...pack.files, [path]: 'x' } }
    expect(() => readPack(JSON.stringify(evil)), path).toThrow()
  }
})

test('the commands say what they do, and how they are called', async () => {
  const said: string[] = []
  const run = (...args: string[]) =>
    runCommand(packCommands, args, {
      tell: (line) => said.push(line),
      directory: folder,
      openStation: () => Promise.reject(new Error('a pack needs no database')),
    })
  expect(await run('pack', 'export', 'birth', '--out', 'birth.pack.json')).toBe(0)
  expect(existsSync(join(folder, 'birth.pack.json'))).toBe(true)
  expect(await run('pack', 'diff', 'birth.pack.json')).toBe(0)
  expect(said.at(-1)).toBe('No difference.')
  expect(await run('pack', 'import', 'birth.pack.json')).toBe(2)
  expect(await run('pack', 'import', 'birth.pack.json', '--city', 'taichung')).toBe(2)
  expect(said.at(-2)).toContain('use yizhan pack diff')
  expect(await run('pack', 'export', 'nothing')).toBe(2)
  expect(await run('pack', 'export', 'birth', '--city', '../x')).toBe(2)
  expect(await run('pack', 'diff', 'nowhere.json')).toBe(2)
})
