// `bin/yizhan supply import` and `supply replay`. The last line of each is one of JSON that scripts
// read; its names never change.

import { readFileSync, statSync } from 'node:fs'
import {
  type Call,
  type Command,
  requireArguments,
  takeOption,
  WrongCall,
} from '../core/commands.ts'
import type { Station } from '../core/station.ts'
import { takeFile } from './actions/feed.ts'
import { replayChanges, rolledBack } from './actions/replay.ts'
import { saveRegistry } from './actions/sites.ts'
import { UnreadableFile } from './feed-file.ts'
import { listProgrammes } from './programmes.ts'
import { readRegistry } from './registry-file.ts'
import type { Programme } from './schema/programme.ts'
import type { Site } from './schema/stock.ts'
import { sumStock } from './store/stock.ts'

export const commands: Command[] = [
  {
    name: 'supply import',
    usage: '<csv> --registry <geojson> [--programme ID] [--keep]',
    summary: 'Take in one file of a feed; without --keep it is only tried',
    run: importFile,
  },
  {
    name: 'supply replay',
    usage: '--changes <csv.gz> --registry <geojson>',
    summary: 'Run through a history of changes, and keep nothing',
    run: replay,
  },
]

async function importFile({ args, tell, path, openStation }: Call): Promise<number> {
  const registry = sitesIn(path(neededOption(args, 'registry')))
  const programmeId = takeOption(args, 'programme')
  const keep = args.includes('--keep')
  const [name = ''] = requireArguments(
    args.filter((arg) => arg !== '--keep'),
    1,
  )
  const bytes = bytesOf(path(name))
  const station = await openStation()
  const { id, feed } = programmeIn(station, programmeId)
  const work = async (tx: Station['db']) => {
    await saveRegistry(tx, id, { sites: registry, at: station.clock.now() })
    const file = { programmeId: id, feed, bytes, isForced: !keep }
    const taken = await takeFile(station, tx, file)
    return { taken, totals: await sumStock(tx, id) }
  }
  try {
    const { taken, totals } = keep
      ? await station.db.transaction().execute(work)
      : await rolledBack(station.db, work)
    if (!keep) tell('Only tried: nothing is kept without --keep.')
    if (taken.outcome === 'held') tell('Held: far fewer rows than the file before. Look at it.')
    const { rows, joined, unknown } = taken
    tell(JSON.stringify({ rows, joined, unknown, totals }))
    return taken.outcome === 'held' ? 1 : 0
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    tell(error.message)
    return 1
  }
}

async function replay({ args, tell, path, openStation }: Call): Promise<number> {
  const changes = path(neededOption(args, 'changes'))
  const registry = sitesIn(path(neededOption(args, 'registry')))
  requireArguments(args, 0)
  requireFile(changes)
  const station = await openStation()
  const replayed = await replayChanges(station, { file: changes, registry })
  const seconds = Math.round(replayed.seconds * 100) / 100
  tell(JSON.stringify({ ...replayed, seconds }))
  return 0
}

function neededOption(args: string[], name: string): string {
  const value = takeOption(args, name)
  if (value === null) throw new WrongCall(`--${name} is needed.`)
  return value
}

function requireFile(file: string): void {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw new WrongCall(`There is no file ${file}.`)
  }
}

function bytesOf(file: string): Uint8Array {
  requireFile(file)
  return readFileSync(file)
}

function sitesIn(file: string): Site[] {
  requireFile(file)
  try {
    return readRegistry(readFileSync(file, 'utf8'))
  } catch {
    throw new WrongCall(`${file} is no GeoJSON registry of sites.`)
  }
}

/** The programme named, or the first that has a feed. */
function programmeIn(station: Station, programmeId: string | null): { id: string; feed: string } {
  const known = listProgrammes(station).filter(({ feeds }: Programme) => feeds.length > 0)
  const found = programmeId ? known.find(({ id }) => id === programmeId) : known[0]
  const feed = found?.feeds[0]?.id
  if (!found || !feed) {
    const names = known.map(({ id }) => id).join(', ') || 'none'
    throw new WrongCall(`There is no such programme with a feed. There are: ${names}.`)
  }
  return { id: found.id, feed }
}
