// The command behind bin/migrate.

import { migrate } from '../src/core/migrate.ts'
import { inOneLine } from '../src/core/one-line.ts'

try {
  const ran = await migrate(process.env.DATABASE_URL ?? '')
  console.log(ran.length > 0 ? ran.join('\n') : 'Nothing to do')
} catch (error) {
  console.error(`Not migrated. ${inOneLine(error)}`)
  process.exit(1)
}
