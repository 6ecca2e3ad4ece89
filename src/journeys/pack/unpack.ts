// Puts a pack into another city. Its first version there is version 1 and says where it comes from.
// Nothing a city has already is overwritten.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parse, parseDocument, stringify } from 'yaml'
import type { Pack } from './file.ts'

export interface Unpacked {
  written: string[]
  /** Files of the pack that the city has with other content. */
  kept: string[]
}

/** @throws Error when the city has this journey: then it is a matter of diff, by a person */
export function unpack(pack: Pack, cityDirectory: string): Unpacked {
  if (!existsSync(join(cityDirectory, 'city.yaml'))) {
    throw new Error(`There is no city at ${cityDirectory}`)
  }
  const folder = join(cityDirectory, 'journeys', pack.journey)
  if (existsSync(folder)) throw new Error(`${folder} is there already; use yizhan pack diff`)

  const done: Unpacked = { written: [], kept: [] }
  for (const [path, text] of Object.entries(pack.files)) {
    const file = join(cityDirectory, path)
    const content = path.endsWith('/journey.yaml') ? rooted(text, pack) : text
    if (existsSync(file)) {
      if (readFileSync(file, 'utf8') !== content) done.kept.push(file)
      continue
    }
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
    done.written.push(file)
  }
  addLifeEvent(pack, cityDirectory, done)
  return done
}

/** Comments and order of the file stay. */
function rooted(text: string, pack: Pack): string {
  const document = parseDocument(text)
  document.setIn(['version'], 1)
  document.setIn(['derivedFrom'], { city: pack.city, version: pack.version })
  return document.toString({ lineWidth: 0 })
}

function addLifeEvent({ lifeEvent }: Pack, cityDirectory: string, done: Unpacked): void {
  const file = join(cityDirectory, 'journeys', 'life-events.yaml')
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const known = (parse(text) ?? []) as { id: string }[]
  if (known.some((event) => event.id === lifeEvent.id)) return
  writeFileSync(file, `${text}${stringify([lifeEvent])}`)
  done.written.push(file)
}
