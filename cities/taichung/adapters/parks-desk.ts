// 國家公園入園申請 by hand, for the days on which the robot cannot: its site has changed, or does not
// take what stands in the form. Source: sandbox/README.md, section 1.

import { deskAdapter, words, z } from '../../../src/adapters/kit.ts'
import { example } from './parks/example.ts'

const SITE = 'http://{sandbox}/park'

/** What the robot takes; it has been checked before it comes here. */
const Trip = z.looseObject({
  park: z.enum(['yushan', 'taroko', 'sheipa']),
  entryOn: z.iso.date(),
  days: z.int().min(1),
})

export const adapter = deskAdapter({
  describe: {
    id: 'parks-desk',
    agencies: ['yushan-park', 'taroko-park', 'sheipa-park'],
    title: words('國家公園入園（由人員代辦）', 'Park permits, by hand'),
    desk: {
      deskId: 'park-desk',
      minutes: 20,
      site: `${SITE}/`,
      steps: [
        words(
          `先到「我的申請」（${SITE}/myapp.aspx）用公園、領隊證號和入園日查：備註已經有這個案號的話，只填回申請編號，不要再送。`,
          `First look into the list of applications (${SITE}/myapp.aspx) by park, leader’s ID and entry day: if a remark holds this case reference, enter its number and do not file again.`,
        ),
        words(
          `沒有的話，從首頁（${SITE}/）選公園和路線，入園日、天數和每天的宿營地照下面填。`,
          `If not, choose park and route on the first page (${SITE}/) and copy the entry day, the days and each night’s place.`,
        ),
        words(
          '申請人、領隊、隊員、留守人照名單填；備註一定要貼上案號。',
          'Copy applicant, leader, members and contact from the list; paste the case reference into the remark, always.',
        ),
        words(
          '確認頁和下面對一次再送出，把申請編號填回來；網頁退回的話，把它的話抄進結果。',
          'Compare the confirmation page, send, and enter the number; if the site refuses, copy its words into the outcome.',
        ),
      ],
      withdrawSteps: [
        words(
          `到「取消申請」（${SITE}/cancel.aspx）填申請編號和領隊證號，原因填「申請人撤回」。`,
          `Open ${SITE}/cancel.aspx, enter the number and the leader’s ID, and give 申請人撤回 as reason.`,
        ),
      ],
    },
  },
  input: Trip,
  example,
})
