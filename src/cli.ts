// `bin/yizhan`: everything that is done to a city from a terminal. The commands stand in the parts of
// core and of the modules.

import { MODULE_PARTS } from './app.ts'
import { type Command, runCommand } from './core/commands.ts'
import { verifyCommand } from './core/openlog-command.ts'
import { openStation } from './open-station.ts'

const commands: Command[] = [
  verifyCommand,
  ...MODULE_PARTS.flatMap((parts) => parts.commands ?? []),
]
const undo: (() => Promise<void>)[] = []

async function main(): Promise<number> {
  try {
    return await runCommand(commands, process.argv.slice(2), {
      tell: (line) => console.log(line),
      directory: process.env.INIT_CWD ?? process.cwd(),
      openStation: async (changes = {}) => {
        const { station, close } = await openStation({ ...process.env, ...changes })
        undo.push(close)
        return station
      },
    })
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return 1
  } finally {
    for (const close of undo.reverse()) await close()
  }
}

process.exit(await main())
