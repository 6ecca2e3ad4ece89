// 戶政事務所: registers the birth at one visit, which it prepares from what the family has told. No
// system lets us in; the clerk has everything ready to copy.

import { days, deskAdapter, type Problem, words, z } from '../../../src/adapters/kit.ts'

const text = z.string().trim()
/** The journey may send more; the clerk sees all of it. */
const Filing = z.looseObject({
  applicant: z.looseObject({ name: text.min(1) }),
  child: z.looseObject({ birth: z.iso.date() }),
  office: text.optional(),
  visitOn: z.iso.date().optional(),
})

const REGISTRATION_DAYS = 60

/** Later is possible, too; the family is told what it means. Source: 戶籍法第 48 條. */
function check({ child }: z.output<typeof Filing>, now: Date): Problem[] {
  if (days.taipeiDay(now) <= days.addDays(child.birth, REGISTRATION_DAYS)) return []
  return [
    {
      pointer: '/child/birth',
      level: 'info',
      message: words(
        '出生已經超過 60 天：還是可以登記，但可能會有罰鍰。',
        'More than 60 days have passed since the birth: it can still be registered, possibly with a fine.',
      ),
    },
  ]
}

export const adapter = deskAdapter({
  describe: {
    id: 'household-desk',
    agencies: ['household-registration'],
    title: words('出生登記', 'Birth registration'),
    desk: {
      deskId: 'household-desk',
      minutes: 8,
      steps: [
        words(
          '先看出生日：出生後 60 天內要登記，快到期的先辦。',
          'First the day of birth: registration is due within 60 days, so those near the end come first.',
        ),
        words(
          '核對父母資料和從姓約定；缺約定書的，請家屬來的那天帶。',
          'Compare the parents and the agreement on the surname; if the agreement is missing, it is to be brought along.',
        ),
        words(
          '查醫院的出生通報到了沒有；沒到的，寫在結果裡，請家屬帶出生證明書正本。',
          'See whether the hospital has reported the birth; if not, say so in the outcome and ask for the original certificate.',
        ),
        words(
          '照下面的資料先把申請書打好，印出來放在櫃台。',
          'Prepare the form from what stands below and keep a print at the counter.',
        ),
        words(
          '結果選「請民眾到場」：填哪個戶政事務所、要帶什麼（出生證明書、身分證、印章、戶口名簿；委託別人來要委託書），期限填出生後第 60 天。',
          'As outcome choose a visit: which office, what to bring (birth certificate, ID card, seal, household certificate; a letter if somebody else comes), and the 60th day after birth as limit.',
        ),
        words(
          '家屬來的時候，登記和生育津貼在同一個櫃台一次辦完。',
          'When the family comes, registration and allowance are settled at the same counter.',
        ),
      ],
    },
  },
  input: Filing,
  check,
  example: (now) => ({
    applicant: { name: '林怡君' },
    child: { birth: days.addDays(days.taipeiDay(now), -10) },
  }),
})
