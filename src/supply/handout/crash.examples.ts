// A counter's server that is killed while it hands out: a process of its own that the test ends with
// SIGKILL. Prints the number of each card before it asks.

import { presentParts } from '../../app.ts'
import { readCity } from '../../core/city.ts'
import { stoppedClock } from '../../core/clock.ts'
import { readConfig } from '../../core/config.ts'
import { openDatabase } from '../../core/db.ts'
import { readWords } from '../../core/i18n.ts'
import { newLog } from '../../core/log.ts'
import { newSecrets } from '../../core/secrets.ts'
import { handOut } from './hand-out.ts'
import { cardOf, counterAt, ITEM } from './station.examples.ts'

const LANES = 4
const [databaseUrl = '', secretKey = '', now = ''] = process.argv.slice(2)
const config = readConfig({ DATABASE_URL: databaseUrl, SECRET_KEY: secretKey, SANDBOX: 'on' })
const city = readCity('taichung')
const station = {
  config,
  city,
  db: openDatabase(databaseUrl, LANES),
  clock: stoppedClock(now),
  jobs: { send: async () => undefined },
  secrets: newSecrets(config.secretKey),
  words: readWords(),
  log: newLog('silent'),
}
for (const parts of presentParts(city)) {
  if (['people', 'supply'].includes(parts.name)) await parts.start?.(station)
}

let next = 0
const lane = async () => {
  for (;;) {
    next += 1
    const n = next
    process.stdout.write(`${n}\n`)
    await handOut(station, {
      counter: counterAt('s2'),
      request: { card: cardOf(50_000 + n), item: ITEM, amount: 2 },
      clientKey: `crash-key-${n}`,
    })
  }
}
await Promise.all(Array.from({ length: LANES }, lane))
