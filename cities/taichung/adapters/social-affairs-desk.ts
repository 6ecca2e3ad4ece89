// 社會局育兒津貼: needs the child's registration, so its papers reach the desk after the visit. The
// family does not come here at all.

import { deskAdapter, words, z } from '../../../src/adapters/kit.ts'

const text = z.string().trim()
/** The journey may send more; the officer sees all of it. */
const Filing = z.looseObject({
  applicant: z.looseObject({ name: text.min(1) }),
  child: z.looseObject({ birth: z.iso.date() }),
  /** Of the registration, once it is done. */
  registration: text.optional(),
  account: text.optional(),
})

export const adapter = deskAdapter({
  describe: {
    id: 'social-affairs-desk',
    agencies: ['social-affairs'],
    title: words('育兒津貼', 'Childcare allowance'),
    desk: {
      deskId: 'social-affairs-desk',
      minutes: 6,
      steps: [
        words(
          '用戶政的登記號碼查寶寶的身分證字號。',
          'Find the child’s ID number by the registration’s reference.',
        ),
        words(
          '照辦理當天的規定核對資格，看看有沒有領其他托育補助。',
          'Check eligibility by the rules in force that day, and whether another childcare subsidy is paid.',
        ),
        words(
          '把撥款帳戶照下面抄進系統；帳戶不對的，結果選「要補正」並寫明哪一格。',
          'Copy the account for payment; if it is wrong, ask for a correction and name the field.',
        ),
        words(
          '結果填核定的金額、起訖月份和案號。',
          'Enter the amount granted, from which month to which, and the file number.',
        ),
      ],
    },
  },
  input: Filing,
  example: () => ({ applicant: { name: '林怡君' }, child: { birth: '2026-11-01' } }),
})
