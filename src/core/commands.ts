// What `bin/yizhan` can do. A command is two words and what comes after them; modules bring theirs in
// their parts. Words are English: they are for whoever runs the program.

import { resolve } from 'node:path'
import type { Station } from './station.ts'

export interface Command {
  /** `log verify` */
  name: string
  /** What comes after the name, e.g. `<file> [--head HASH]`. */
  usage: string
  summary: string
  /** Gives the exit code: 0 for done, 1 for found wrong. */
  run(call: Call): Promise<number>
}

export interface Call {
  args: string[]
  tell(line: string): void
  /** A path as the caller meant it: below the folder they stand in. */
  path(file: string): string
  /**
   * The city's database and data, without pages or jobs; closed when the command is done. With
   * settings in place of the environment's: another one, such as a city to try something in.
   */
  openStation(changes?: Record<string, string>): Promise<Station>
}

/** A call that cannot be understood. Its message is the line to print, the usage comes below. */
export class WrongCall extends Error {}

export interface Surroundings {
  tell(line: string): void
  directory: string
  openStation: Call['openStation']
}

/** @returns the exit code: 2 when the call itself is wrong */
export async function runCommand(
  commands: Command[],
  args: string[],
  { tell, directory, openStation }: Surroundings,
): Promise<number> {
  const name = args.slice(0, 2).join(' ')
  const command = commands.find((known) => known.name === name)
  if (!command) {
    const isAsking = args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? '')
    if (!isAsking) tell(`There is no command "${name}".`)
    for (const line of listOf(commands)) tell(line)
    return isAsking ? 0 : 2
  }
  const path = (file: string) => resolve(directory, file)
  try {
    return await command.run({ args: args.slice(2), tell, path, openStation })
  } catch (error) {
    if (!(error instanceof WrongCall)) throw error
    tell(error.message)
    tell(`Usage: bin/yizhan ${command.name} ${command.usage}`)
    return 2
  }
}

/** The value after `--name`, taken out of `args`; null when it is not there. @throws WrongCall */
export function takeOption(args: string[], name: string): string | null {
  const at = args.indexOf(`--${name}`)
  if (at < 0) return null
  const [, value] = args.splice(at, 2)
  if (value === undefined || value.startsWith('--')) throw new WrongCall(`--${name} needs a value.`)
  return value
}

/** True when `--name` was written; taken out of `args`. */
export function takeFlag(args: string[], name: string): boolean {
  const at = args.indexOf(`--${name}`)
  if (at >= 0) args.splice(at, 1)
  return at >= 0
}

/** Whatever else was written is a mistake, and not to be passed over. @throws WrongCall */
export function requireArguments(args: string[], count: number): string[] {
  const strange = args.find((arg) => arg.startsWith('--'))
  if (strange) throw new WrongCall(`${strange} is not known here.`)
  if (args.length !== count) throw new WrongCall(`Expected ${count} arguments, got ${args.length}.`)
  return args
}

function listOf(commands: Command[]): string[] {
  return [
    'Usage: bin/yizhan <command>',
    ...commands.flatMap(({ name, usage, summary }) => [`  ${name} ${usage}`, `      ${summary}`]),
  ]
}
