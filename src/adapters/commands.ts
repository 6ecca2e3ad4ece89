// What `bin/yizhan adapter` can do.

import type { Command } from '../core/commands.ts'
import { canaryCommand } from './commands/canary.ts'
import { recordCommand, testCommand } from './commands/cassettes.ts'
import { newCommand } from './commands/new.ts'
import { verifyCommand } from './commands/verify.ts'

export const commands: Command[] = [
  newCommand,
  recordCommand,
  testCommand,
  verifyCommand,
  canaryCommand,
]
