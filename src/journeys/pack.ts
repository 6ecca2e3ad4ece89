// `bin/yizhan pack`: takes a journey with its texts, adapters and examples from one city to another.
// A pack is one JSON file; everything in it is text that a person can read before using it.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import {
  type Call,
  type Command,
  requireArguments,
  takeOption,
  WrongCall,
} from '../core/commands.ts'
import { differencesOf } from './pack/differences.ts'
import { makePack, type Pack, readPack } from './pack/file.ts'
import { unpack } from './pack/unpack.ts'

const exportCommand: Command = {
  name: 'pack export',
  usage: '<journey> [--city CITY] [--out FILE]',
  summary: 'Write a journey with its texts, adapters and examples into one file',
  run: async ({ args, tell, path }) => {
    const city = cityOf(args, 'taichung')
    const out = takeOption(args, 'out')
    const [journeyId = ''] = requireArguments(args, 1)
    const pack = refused(() => makePack(city, journeyId))
    const file = path(out ?? `${journeyId}-v${pack.version}.pack.json`)
    writeFileSync(file, `${JSON.stringify(pack, null, 2)}\n`)
    const count = Object.keys(pack.files).length
    tell(`${file}: ${journeyId} version ${pack.version} of ${pack.city}, ${count} files`)
    return 0
  },
}

const importCommand: Command = {
  name: 'pack import',
  usage: '<file> --city CITY',
  summary: 'Put a pack into a city as its version 1; nothing the city has is overwritten',
  run: async (call) => {
    const { args, tell } = call
    const city = cityOf(args, null)
    const pack = readFile(call)
    const { written, kept } = refused(() => unpack(pack, city))
    for (const file of written) tell(`wrote ${file}`)
    for (const file of kept) {
      tell(`kept  ${file}: this city has its own; compare it with the pack's`)
    }
    if (written.some((file) => file.endsWith('.ts'))) {
      tell('Adapters are programs: read them before you start the city.')
    }
    return 0
  },
}

const diffCommand: Command = {
  name: 'pack diff',
  usage: '<file> [--city CITY]',
  summary: 'Say how a city differs from a pack, field by field; exit code 1 when it does',
  run: async (call) => {
    const city = cityOf(call.args, 'taichung')
    const lines = differencesOf(readFile(call), city)
    for (const line of lines) call.tell(line)
    if (lines.length === 0) call.tell('No difference.')
    return lines.length === 0 ? 0 : 1
  },
}

export const packCommands: Command[] = [exportCommand, importCommand, diffCommand]

/** @throws WrongCall */
function cityOf(args: string[], otherwise: string | null): string {
  const city = takeOption(args, 'city') ?? otherwise
  if (city === null) throw new WrongCall('Say which city takes it: --city CITY.')
  if (!/^[a-z][a-z0-9-]*$/.test(city)) throw new WrongCall(`${city} is no name of a city.`)
  return `cities/${city}`
}

function readFile({ args, path }: Call): Pack {
  const [file = ''] = requireArguments(args, 1)
  if (!existsSync(path(file))) throw new WrongCall(`${file} cannot be read.`)
  return refused(() => readPack(readFileSync(path(file), 'utf8')))
}

/** What cannot be done is one line, not a trace. @throws WrongCall */
function refused<T>(act: () => T): T {
  try {
    return act()
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause
    throw new WrongCall(cause.message, { cause })
  }
}
