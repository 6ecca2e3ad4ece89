// The newborn journey as it asks the register of households: what its next version may look like.
// Put into a test's city beside the version in use.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Station } from '../../src/core/station.ts'
import { publishJourneys } from '../../src/journeys/actions.ts'

const FROM = `        readFrom:
          adapter: household-read
          subject: { id_number: /mother/id_number, birth: /mother/birth }
`

/** After which line of the journey what stands. */
const ADDED: [after: string, fields: string][] = [
  [
    '        parts: [name, nationality, id_number, birth, phone]\n      - id: parents',
    '          fields: { name: name }\n',
  ],
  [
    '        optionalParts: [phone]\n      - id: surname',
    '          fields: { name: spouse_name, id_number: spouse_id_number }\n',
  ],
  [
    '        hint: { zh-TW: 通常是爸爸或媽媽的戶籍地址, en: Usually that of one of the parents }\n      - id: resident',
    '          field: address\n',
  ],
]

/** Version 99 of the newborn journey, with its gates off. */
export async function publishReadingBirth(station: Station): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'city-'))
  try {
    cpSync('cities/taichung/journeys', join(folder, 'journeys'), { recursive: true })
    const file = join(folder, 'journeys', 'birth', 'journey.yaml')
    writeFileSync(file, readingBirth(readFileSync(file, 'utf8')))
    const reason = { 'zh-TW': '測試', en: 'A test' }
    const gatesOff = ['told', 'tried'].map((gate) => ({ gate, reason, by: '測試' }))
    Object.assign(station.city, { gatesOff })
    await publishJourneys(station, folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export function readingBirth(text: string): string {
  return ADDED.reduce(
    (written, [place, fields]) => {
      if (!written.includes(place)) throw new Error(`the journey has no ${place}`)
      const cut = place.indexOf('\n') + 1
      return written.replace(place, place.slice(0, cut) + FROM + fields + place.slice(cut))
    },
    text.replace(/^version: \d+$/m, 'version: 99'),
  )
}
