// `bin/yizhan pack`: takes a journey with its texts, adapters and examples from one city to another.
// A pack is one JSON file; everything in it is text that a person can read before using it.

import { readFileSync, writeFileSync } from 'node:fs'
import { differencesOf } from './pack/differences.ts'
import { makePack, type Pack, readPack } from './pack/file.ts'
import { unpack } from './pack/unpack.ts'

const USAGE = `yizhan pack export <journey> [--city <city>] [--out <file>]
yizhan pack import <file> --city <city>
yizhan pack diff <file> [--city <city>]`

type Say = (line: string) => void

/** Exit code: 0 done, 1 differs or refused, 2 not understood. */
export async function packCommand(args: string[], say: Say = console.log): Promise<number> {
  const [verb, subject, ...rest] = args
  const options = optionsIn(rest)
  if (!subject || !options) {
    say(USAGE)
    return 2
  }
  const city = `cities/${options.city ?? 'taichung'}`
  try {
    if (verb === 'export') return exportPack(city, subject, options.out, say)
    if (verb === 'import') return importPack(city, subject, options.city, say)
    if (verb === 'diff') return diffPack(city, subject, say)
  } catch (mistake) {
    if (!(mistake instanceof Error)) throw mistake
    say(mistake.message)
    return 1
  }
  say(USAGE)
  return 2
}

function exportPack(city: string, journeyId: string, out: string | undefined, say: Say): number {
  const pack = makePack(city, journeyId)
  const file = out ?? `${journeyId}-v${pack.version}.pack.json`
  writeFileSync(file, `${JSON.stringify(pack, null, 2)}\n`)
  say(`${file}: ${journeyId} version ${pack.version} of ${pack.city}, ${filesOf(pack)} files`)
  return 0
}

function importPack(city: string, file: string, named: string | undefined, say: Say): number {
  if (!named) throw new Error('Say which city takes it: --city <city>')
  const pack = readPack(readFileSync(file, 'utf8'))
  const { written, kept } = unpack(pack, city)
  for (const path of written) say(`wrote ${path}`)
  for (const path of kept) say(`kept  ${path}: this city has its own; compare it with the pack's`)
  if (written.some((path) => path.endsWith('.ts'))) {
    say('Adapters are programs: read them before you start the city.')
  }
  return 0
}

function diffPack(city: string, file: string, say: Say): number {
  const lines = differencesOf(readPack(readFileSync(file, 'utf8')), city)
  for (const line of lines) say(line)
  if (lines.length === 0) say('No difference.')
  return lines.length === 0 ? 0 : 1
}

const filesOf = (pack: Pack): number => Object.keys(pack.files).length

function optionsIn(rest: string[]): { city?: string; out?: string } | null {
  const options: Record<string, string> = {}
  for (let at = 0; at < rest.length; at += 2) {
    const [name = '', value] = rest.slice(at, at + 2)
    if (!['--city', '--out'].includes(name) || value === undefined) return null
    if (name === '--city' && !/^[a-z][a-z0-9-]*$/.test(value)) return null
    options[name.slice(2)] = value
  }
  return options
}
