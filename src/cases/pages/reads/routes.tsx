// The buttons of a draft's page that have to do with agencies: ask, this is wrong, take the consent
// back. Each saves what was typed first, whatever comes of it.

import { allow, holderOfSecret } from '../../../core/access.ts'
import { limit } from '../../../core/rate-limit.ts'
import { newPages } from '../../../core/web.ts'
import type { Fields } from '../../../journeys/index.ts'
import { askAgency } from '../../actions/reads/ask.ts'
import { disputeAnswer, withdrawConsent } from '../../actions/reads/change.ts'
import { openDraft, pageAddress, pageIn, save, typedOn } from '../draft/open.ts'
import { questionPage } from '../draft/show.tsx'

export const readPages = newPages()

/** From one place, over all drafts: trying birthdays must be hopeless. */
const READINGS = { points: 60, perSeconds: 3600 }

readPages.post(
  '/drafts/:token/pages/:page/reads',
  allow(holderOfSecret),
  limit('readings', READINGS),
  async (c) => {
    const { station } = c.var
    const open = await openDraft(c)
    const page = pageIn(open, c.req.param('page'))
    const fields = (await c.req.parseBody()) as Fields
    const typed = await typedOn(open, page, fields)
    const saved = await save(open, page, { typed, revision: Number(fields.revision) })
    if (saved.isMoved) {
      return c.html(await questionPage(c, saved.open, page, { isMoved: true }), 409)
    }
    const { token } = open
    const [verb, what = ''] = String(fields.read ?? '').split(/:(.*)/s)
    if (verb === 'wrong') await disputeAnswer(station, { token, pointer: what })
    if (verb === 'withdraw') await withdrawConsent(station, { token, consentId: what })
    if (verb === 'ask') {
      const asking = await askAgency(station, { token, adapterId: what })
      if (!asking.ok) {
        const { problems } = asking
        return c.html(await questionPage(c, saved.open, page, { problems }), 422)
      }
    }
    const anchor = verb === 'wrong' ? `#${what.slice(1).replaceAll('/', '-')}` : ''
    return c.redirect(`${pageAddress(open, page)}${anchor}`, 303)
  },
)
