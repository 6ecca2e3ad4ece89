// What people read: every refusal in Chinese and in English, in whole sentences.

import type { LocalText } from '../../../core/errors.ts'
import { type Check, hold } from '../schema.ts'
import { machine } from './asking.ts'
import { allProblems } from './checking.ts'

const HAN = /\p{Script=Han}/u

export const wordings: Check[] = [
  {
    name: 'words.problems',
    says: 'What is refused before filing is told in both languages',
    needs: 'nothing',
    run: (bench) => {
      const problems = allProblems(bench)
      for (const { message, pointer } of problems) {
        hold(typeof message !== 'string', `${pointer}: a key or one language only: “${message}”`)
        holdsBoth(message, pointer)
      }
      return `${problems.length} sentences`
    },
  },
  {
    name: 'words.corrections',
    says: 'What is sent back is told in both languages, with the field',
    needs: 'stand-in',
    skips: machine,
    run: async (bench) => {
      const { result } = await bench.run('submit', { key: bench.newKey(), input: {} })
      hold(result.kind === 'needs', `it came to “${result.kind}”`)
      for (const { text, field } of result.reasons) holdsBoth(text, field ?? '')
      return `${result.reasons.length} reasons`
    },
  },
  {
    name: 'words.desk-refusal',
    says: 'An agency’s own refusal reaches people in both languages',
    needs: 'stand-in',
    skips: machine,
    run: async (bench) => {
      await bench.standIn.fault('duplicate_answer', { times: 1 })
      const { result } = await bench.run('submit', { key: bench.newKey(), input: bench.input() })
      if (!('reasons' in result)) return `it came to “${result.kind}”, without reasons`
      hold(result.reasons.length > 0, 'it refuses without a reason')
      for (const { text } of result.reasons) holdsBoth(text, result.kind)
      return result.reasons.map(({ text }) => text['zh-TW']).join(' ')
    },
  },
  {
    name: 'words.withdrawal-refused',
    says: 'A withdrawal that is refused says why, in both languages',
    needs: 'stand-in',
    skips: machine,
    run: async (bench) => {
      const { result } = await bench.run('withdraw', { reference: 'X-0', input: bench.input() })
      if (result.kind !== 'refused') return `it came to “${result.kind}”`
      for (const { text } of result.reasons) holdsBoth(text, 'refused')
      return undefined
    },
  },
  {
    name: 'words.no-markup',
    says: 'What people read holds no markup',
    needs: 'nothing',
    run: (bench) => {
      const said = JSON.stringify([allProblems(bench), bench.adapter.describe.title])
      hold(!/<\/?[a-z]+[ >]|&[a-z]+;/i.test(said), 'it holds tags or entities')
      return undefined
    },
  },
]

function holdsBoth(text: LocalText, where: string): void {
  hold(typeof text['zh-TW'] === 'string' && HAN.test(text['zh-TW']), `${where}: no Chinese`)
  hold(typeof text.en === 'string' && text.en.trim() !== '', `${where}: no English`)
}
