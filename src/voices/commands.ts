// `bin/yizhan voices import`: the answers of a whole form at once, as in 2020. The last line is one
// of JSON that scripts read; its four names never change.

import { statSync } from 'node:fs'
import {
  type Call,
  type Command,
  requireArguments,
  takeOption,
  WrongCall,
} from '../core/commands.ts'
import type { Station } from '../core/station.ts'
import { type ImportCount, importReports } from './actions/import.ts'
import { readFormFile, TornFile } from './form-file.ts'
import type { Service } from './schema/service.ts'
import { listServices } from './services.ts'

export const commands: Command[] = [
  {
    name: 'voices import',
    usage: '<csv> --programme <id>',
    summary: 'Keep every answer of a form (columns: time, site code, note, link)',
    run: importForm,
  },
]

async function importForm({ args, tell, path, openStation }: Call): Promise<number> {
  const programmeId = takeOption(args, 'programme')
  const [name = ''] = requireArguments(args, 1)
  if (programmeId === null) throw new WrongCall('--programme is needed.')
  const file = path(name)
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new WrongCall(`There is no file ${name}.`)

  const station = await openStation()
  const form = { ...programmeIn(station, programmeId), rows: readFormFile(file) }
  const count: ImportCount = { rows: 0, kept: 0, repaired: 0, refused: 0 }
  let code = 0
  try {
    await importReports(station, form, count)
  } catch (error) {
    if (!(error instanceof TornFile)) throw error
    tell(`${error.message} The rows before it are kept.`)
    code = 1
  }
  const { rows, kept, repaired, refused } = count
  tell(JSON.stringify({ rows, kept, repaired, refused }))
  return code
}

function programmeIn(
  station: Station,
  id: string,
): { service: Service; programme: NonNullable<Service['programme']> } {
  const known = listServices(station).flatMap((service) =>
    service.programme ? [{ service, programme: service.programme }] : [],
  )
  const found = known.find(({ programme }) => programme.id === id)
  if (found) return found
  const names = known.map(({ programme }) => programme.id).join(', ') || 'none'
  throw new WrongCall(`There is no programme "${id}". services.yaml has: ${names}.`)
}
