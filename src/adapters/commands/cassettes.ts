// `bin/yizhan adapter record` and `adapter test`: keep what a run asked and was answered, and play it
// again without a network.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Command, requireArguments, takeOption, WrongCall } from '../../core/commands.ts'
import { worldFor } from '../actions.ts'
import { type Cassette, cassettePath, readCassette } from '../cassettes/file.ts'
import { record } from '../cassettes/record.ts'
import { replay } from '../cassettes/replay.ts'
import type { Adapter, Input } from '../contract.ts'
import { readPage } from '../kit/page.ts'
import { buttonsOf, labelsOf, titleOf } from '../kit/pages.ts'
import { adapterFile, listAdapters } from '../load.ts'
import { isPretended, openWorkshop } from './workshop.ts'

const BY_HTTP = ['http', 'html-form', 'remote']

export const recordCommand: Command = {
  name: 'adapter record',
  usage: '<adapter> [--input <file.json>]',
  summary: 'Keep the requests and answers of a run, with invented people in place of real ones',
  run: async (call) => {
    const args = [...call.args]
    const file = takeOption(args, 'input')
    const [name = ''] = requireArguments(args, 1)
    const workshop = await openWorkshop(call)
    try {
      const found = listAdapters(workshop.station).find(({ describe }) => describe.id === name)
      const adapter = recordable(found, name)
      const site = isPretended(adapter) ? 'stand-in' : 'live'
      const station = site === 'live' ? await call.openStation() : workshop.station
      const world = await worldFor(station, adapter.describe, station.clock.now())
      const input = inputFor(adapter, world.now, file === null ? null : call.path(file))
      const cassette = await record(adapter, world, { site, input })
      const path = cassettePath(station.city.directory, name)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, `${JSON.stringify(cassette, null, 1)}\n`)
      for (const line of toldOf(cassette)) call.tell(line)
      call.tell(`Wrote ${path}`)
      if (site === 'live') call.tell('The agency is live: only what files nothing was recorded.')
      return 0
    } finally {
      await workshop.close()
    }
  },
}

export const testCommand: Command = {
  name: 'adapter test',
  usage: '<adapter> [--city <city>]',
  summary:
    'Play an adapter’s cassette again, without a network; exit code 1 when a request differs',
  run: async (call) => {
    const args = [...call.args]
    const city = takeOption(args, 'city') ?? process.env.CITY ?? 'taichung'
    const [name = ''] = requireArguments(args, 1)
    const directory = join('cities', city)
    const path = cassettePath(directory, name)
    if (!existsSync(path)) {
      throw new WrongCall(`There is no ${path}: bin/yizhan adapter record ${name} makes it.`)
    }
    const adapter = await adapterFile(join(directory, 'adapters', `${name}.ts`))
    const cassette = readCassette(path)
    const wrong = await replay(adapter, cassette)
    for (const line of wrong) call.tell(line)
    const count = cassette.tracks.reduce((sum, { exchanges }) => sum + exchanges.length, 0)
    if (wrong.length === 0) {
      call.tell(`${name}: ${cassette.tracks.length} operations, ${count} requests, all as recorded`)
    }
    return wrong.length === 0 ? 0 : 1
  },
}

/** @throws WrongCall */
function recordable(adapter: Adapter | undefined, name: string): Adapter {
  if (!adapter) throw new WrongCall(`The city has no adapter “${name}”.`)
  const { kind } = adapter.describe
  if (BY_HTTP.includes(kind)) return adapter
  throw new WrongCall(`A ${kind} sends no requests of its own: there is nothing to record.`)
}

function inputFor(adapter: Adapter, now: Date, file: string | null): Input {
  if (file !== null) return JSON.parse(readFileSync(file, 'utf8')) as Input
  if (adapter.example) return adapter.example(now)
  throw new WrongCall('It has no example: give --input <file.json>.')
}

/** What was seen, for whoever writes shapes from it. */
function toldOf(cassette: Cassette): string[] {
  return cassette.tracks.flatMap(({ operation, exchanges, result }) => [
    `${operation} came to ${JSON.stringify(result)}`,
    ...exchanges.flatMap(({ request, answer }) => {
      const line = `  ${request.method} ${request.url} ${answer.status}`
      if (answer.encoding === 'base64' || !/<(form|title)/i.test(answer.text)) return [line]
      const page = readPage(answer.url, answer.status, answer.text)
      const seen = [
        `title ${titleOf(page)}`,
        `fields ${labelsOf(page).join(' ')}`,
        `buttons ${buttonsOf(page).join(' ')}`,
      ]
      return [line, `      ${seen.join('; ')}`]
    }),
  ])
}
