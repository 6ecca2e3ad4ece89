// The command behind bin/migrate.

import { migrate } from '../src/core/migrate.ts'

const ran = await migrate(process.env.DATABASE_URL ?? '')
console.log(ran.length > 0 ? ran.join('\n') : 'Nothing to do')
