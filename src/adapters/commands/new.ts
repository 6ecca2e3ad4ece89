// `bin/yizhan adapter new`: an adapter, a stand-in and a test that are green at once.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  type Call,
  type Command,
  requireArguments,
  takeOption,
  WrongCall,
} from '../../core/commands.ts'
import type { Kind } from '../contract.ts'
import { newFiles, scaffoldKinds, type Wish, withAgency } from '../scaffold/plan.ts'

export const newCommand: Command = {
  name: 'adapter new',
  usage: '<agency> --kind <kind> [--id <id>] [--city <city>] [--desk <desk>]',
  summary: 'Begin an adapter with a stand-in and a test, green at once; overwrites nothing',
  run: async (call) => {
    const wish = wishOf(call)
    const files = newFiles(wish)
    const there = files.filter(({ path }) => existsSync(path))
    if (there.length > 0) {
      const names = there.map(({ path }) => path).join(', ')
      throw new WrongCall(`${names} is there already. Nothing was written.`)
    }
    addAgency(wish, call)
    for (const { path, text } of files) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text, { flag: 'wx' })
      call.tell(`Wrote ${path}`)
    }
    formatted(files.map(({ path }) => path))
    for (const line of nextSteps(wish)) call.tell(line)
    return 0
  },
}

/** Names are of any length; where the formatter is not installed the lines stay as they are. */
function formatted(paths: string[]): void {
  const biome = join('node_modules', '.bin', 'biome')
  if (existsSync(biome)) spawnSync(biome, ['check', '--write', ...paths], { stdio: 'ignore' })
}

function wishOf(call: Call): Wish {
  const args = [...call.args]
  const kinds = scaffoldKinds()
  const kind = takeOption(args, 'kind') ?? ''
  const id = takeOption(args, 'id')
  const city = takeOption(args, 'city') ?? process.env.CITY ?? 'taichung'
  const desk = takeOption(args, 'desk')
  const [agency = ''] = requireArguments(args, 1)
  if (!kinds.includes(kind)) throw new WrongCall(`--kind is one of ${kinds.join(', ')}.`)
  for (const name of [agency, id ?? agency]) {
    if (!/^[a-z][a-z0-9-]{1,40}$/.test(name)) {
      throw new WrongCall(`“${name}”: small letters, digits and hyphens, a letter first.`)
    }
  }
  const agencies = join('cities', city, 'agencies.yaml')
  if (!existsSync(agencies)) throw new WrongCall(`There is no ${agencies}.`)
  return {
    agency,
    kind: kind as Kind,
    id: id ?? agency,
    city,
    desk: desk ?? firstDesk(readFileSync(agencies, 'utf8')),
    isPretended: isPretended(agency),
  }
}

const firstDesk = (yaml: string): string =>
  /^desks:\n {2}- id: (\S+)/m.exec(yaml)?.[1] ?? 'front-desk'

/** Some stand-in answers for that agency. */
function isPretended(agency: string): boolean {
  const files = readdirSync('sandbox', { recursive: true, encoding: 'utf8' })
  return files
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .some((file) => readFileSync(join('sandbox', file), 'utf8').includes(`'${agency}'`))
}

function addAgency({ agency, city }: Wish, call: Call): void {
  const path = join('cities', city, 'agencies.yaml')
  const text = withAgency(readFileSync(path, 'utf8'), agency)
  if (text === null) return
  writeFileSync(path, text)
  call.tell(`Added ${agency} to ${path}: write its name there`)
}

function nextSteps({ id, city, kind, isPretended }: Wish): string[] {
  const adapter = `cities/${city}/adapters/${id}.ts`
  const test = `npx vitest run cities/${city}/adapters/${id}.test.ts`
  if (kind === 'desk') {
    return [
      'Next:',
      `  1. Write the real steps and minutes into ${adapter}.`,
      '  2. Write what the agency asks into `input`, and what it refuses into `check`.',
      `  3. ${test}; then name the adapter in a journey (docs/journeys.md).`,
    ]
  }
  const standIn = isPretended
    ? 'Read the manual of its stand-in'
    : `Make sandbox/stands/${id}.ts as odd as the agency`
  return [
    'Next:',
    `  1. ${standIn}; write what it asks into \`input\` of ${adapter}.`,
    `  2. bin/yizhan adapter record ${id}: see the pages, write \`submit\` and \`lookup\`.`,
    `  3. ${test}, and bin/yizhan adapter verify ${id} for the whole report.`,
  ]
}
