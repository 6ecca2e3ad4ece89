// 林業署山屋預約: accounts and a draw, and no way in for machines yet. A person at the forest desk files
// it; everything is ready to copy. Source: sandbox/README.md, section 3.

import { days, deskAdapter, type Problem, people, words, z } from '../../../src/adapters/kit.ts'

const SITE = 'http://{sandbox}/forest'
const HUTS = ['嘉明湖山屋', '向陽山屋', '天池山莊', '檜谷山莊']
const MAX_NIGHTS = 3

const text = z.string().trim()
const Order = z.strictObject({
  nights: z.array(z.strictObject({ on: z.iso.date(), lodging: text.min(1) })).min(1),
  people: z.int().min(1).max(12),
  applicant: people.Person,
  leader: people.Person,
  members: z.array(people.Person).max(11),
  contact: people.Contact.optional(),
})
type Order = z.output<typeof Order>

function check({ nights, people: count, leader, members }: Order, now: Date): Problem[] {
  const first = nights[0]?.on ?? ''
  const strange = nights.filter(({ lodging }) => !HUTS.includes(lodging))
  const gap = nights.some(({ on }, at) => on !== days.addDays(first, at))
  const team = Object.fromEntries([
    ['/leader', leader],
    ...members.map((member, at) => [`/members/${at}`, member] as const),
  ])
  return [
    ...people.teamProblems(team),
    days.taipeiDay(now) > days.addDays(first, -7)
      ? people.block(
          '/nights',
          '山屋要在第一晚的 7 天前訂。',
          'Huts are booked at least 7 days before the first night.',
        )
      : [],
    strange.length > 0
      ? people.block(
          '/nights',
          `林業署的系統訂不到：${strange.map((night) => night.lodging).join('、')}。`,
          `The forest system does not book ${strange.map((night) => night.lodging).join(', ')}.`,
        )
      : [],
    nights.length > MAX_NIGHTS || gap
      ? people.block(
          '/nights',
          `一張訂單最多連續 ${MAX_NIGHTS} 晚。`,
          `One order holds at most ${MAX_NIGHTS} nights in a row.`,
        )
      : [],
    count !== members.length + 1
      ? people.block(
          '/people',
          '人數和名單不一樣。',
          'The number of people is not that of the list.',
        )
      : [],
  ].flat()
}

const PERSON = {
  name: '林怡君',
  id_number: 'B223456782',
  birth: '1986-03-02',
  nationality: 'TW',
  phone: '0912345678',
}

export const adapter = deskAdapter({
  describe: {
    id: 'forest-huts',
    agencies: ['forestry'],
    title: words('林業署山屋', 'Forest huts'),
    desk: {
      deskId: 'forest-desk',
      minutes: 12,
      site: `${SITE}/order.php`,
      steps: [
        words(
          `登入山屋預約系統（${SITE}/login.php）；申請人還沒有帳號時，先替他註冊（${SITE}/register.php）。`,
          `Sign in to the hut system (${SITE}/login.php); if the applicant has no account yet, register one (${SITE}/register.php).`,
        ),
        words(
          `先查這張訂單是不是已經在（${SITE}/mine.php）：用案號查備註，已經在的話直接填訂單編號。`,
          `First see whether the order is already there (${SITE}/mine.php): search the remark for the case reference, and if it is, only enter its number.`,
        ),
        words(
          `新增訂單（${SITE}/order.php）：第一晚日期、每一晚的山屋、人數照下面抄；備註貼上案號。`,
          `New order (${SITE}/order.php): copy the first night, the hut of each night and the number of people; paste the case reference into the remark.`,
        ),
        words(
          '第一位是領隊，接著照名單順序填隊員。',
          'The leader comes first, then the members in the order of the list.',
        ),
        words(
          '確認頁核對一次再按「送出訂單」，把訂單編號（F 開頭）填回來。',
          'Compare the confirmation page once, press 送出訂單, and enter the order number (it begins with F).',
        ),
        words(
          '抽籤在第一晚的一個月前上午 10:00；抽中後 3 天內要繳費，請把期限一起填回來。',
          'The draw is one month before the first night at 10:00; a winner pays within 3 days, so enter that limit, too.',
        ),
      ],
      withdrawSteps: [
        words(
          `登入山屋預約系統（${SITE}/login.php），打開「我的訂單」（${SITE}/mine.php）。`,
          `Sign in to the hut system (${SITE}/login.php) and open the list of orders (${SITE}/mine.php).`,
        ),
        words(
          '用訂單編號（F 開頭）找到這張訂單，按「取消」，原因填「申請人撤回」。',
          'Find the order by its number (it begins with F), press 取消 and give 申請人撤回 as reason.',
        ),
        words(
          '已經繳費的，照系統上的退費日期告訴民眾能退多少，寫在說明裡。',
          'If it was paid, write into the remark how much comes back, by the dates the system shows.',
        ),
      ],
    },
  },
  input: Order,
  check,
  example: (now) => ({
    nights: [{ on: days.addDays(days.taipeiDay(now), 19), lodging: '嘉明湖山屋' }],
    people: 1,
    applicant: { ...PERSON },
    leader: { ...PERSON },
    members: [],
  }),
})
