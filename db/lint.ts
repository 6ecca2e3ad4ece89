// The command that bin/check runs over the migrations: nothing that breaks or blocks a running city.

import { readMigrations } from '../src/core/migrate.ts'
import { lintMigrations } from './lint/rules.ts'

const mistakes = lintMigrations(readMigrations())
for (const mistake of mistakes) console.log(mistake)
process.exit(mistakes.length > 0 ? 1 : 0)
