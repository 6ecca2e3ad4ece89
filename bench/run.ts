// Runs the benches named on the command line, or all of them: `npm run bench -- accept pages`.

import { readdirSync } from 'node:fs'
import { type Bench, printFigures } from './figure.ts'

const files = readdirSync('bench').filter((file) => file.endsWith('.bench.ts'))
const benches = await Promise.all(
  files.map(async (file) => (await import(`./${file}`)) as { bench: Bench }),
)
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !benches.some(({ bench }) => bench.name === name))
if (unknown.length > 0) {
  console.error(
    `No bench named ${unknown.join(', ')}. There are: ${benches.map((b) => b.bench.name).join(', ')}`,
  )
  process.exit(1)
}

for (const { bench } of benches.filter(
  (b) => wanted.length === 0 || wanted.includes(b.bench.name),
)) {
  console.log(`\n${bench.name}: ${bench.about}`)
  printFigures(await bench.run())
}
process.exit(0)
