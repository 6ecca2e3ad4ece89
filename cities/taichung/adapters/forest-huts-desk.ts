// 林業署山屋預約 by hand: a person at the hut desk files it while the robot of `forest-huts.ts` cannot;
// everything is ready to copy. Source: sandbox/README.md, section 3.

import { deskAdapter, words } from '../../../src/adapters/kit.ts'
import { check, example, Order, SITE } from './forest-huts/order.ts'

export const adapter = deskAdapter({
  describe: {
    id: 'forest-huts-desk',
    agencies: ['forestry'],
    title: words('林業署山屋（櫃台代訂）', 'Forest huts, by hand'),
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
  example,
})
