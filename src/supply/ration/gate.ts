// What a version must show before it is published. Later modules add gates of their own for `ration`.

import { registerGate } from '../../core/gates.ts'
import { sharesWithoutExample } from './file.ts'
import { versionsInFile } from './rations.ts'
import type { Version } from './schema.ts'

/** Whoever reads the rule can see what each share comes to. */
export function registerRationGate(): void {
  registerGate({
    id: 'ration-examples',
    what: 'ration',
    module: 'supply',
    title: { 'zh-TW': '每一種份都有例子', en: 'Every share has an example' },
    check: async (station, _db, { id, version, content }) => {
      // After an emergency the examples follow in the file; they have come true there.
      const inFile = versionsInFile(station, id).find(({ number }) => number === version)
      return sharesWithoutExample(inFile ?? (content as Version)).map((index) => ({
        'zh-TW': `第 ${index + 1} 種份沒有例子說明可以領幾片`,
        en: `Share ${index + 1} has no example of what it comes to`,
      }))
    },
  })
}
