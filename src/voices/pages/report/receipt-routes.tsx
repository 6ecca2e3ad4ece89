// The reporter's own pages: a receipt for whoever holds its link, and the list of somebody signed in.

import type { Context } from 'hono'
import { allow, holderOfSecret, signedIn } from '../../../core/access.ts'
import { Failure } from '../../../core/errors.ts'
import { frameOf } from '../../../core/frame.ts'
import { say, sayMessage } from '../../../core/i18n.ts'
import { limit } from '../../../core/rate-limit.ts'
import { newPages, type Web } from '../../../core/web.ts'
import { countAsAnother, getByToken, tellServed } from '../../actions/receipts.ts'
import { getFinding } from '../../actions/rounds.ts'
import { findService } from '../../services.ts'
import { listDecisionsOf } from '../../store/decisions.ts'
import { listReportsOf } from '../../store/reports.ts'
import { MinePage, ReceiptPage } from './receipt-view.tsx'

export const receiptPages = newPages()

const STEPS = { points: 120, perSeconds: 600 }

receiptPages.get(
  '/voices/receipts/:token',
  allow(holderOfSecret),
  limit('receipts', STEPS),
  async (c) => c.html(await receiptPage(c, null)),
)

receiptPages.post(
  '/voices/receipts/:token/count',
  allow(holderOfSecret),
  limit('receipts', STEPS),
  async (c) => {
    const token = c.req.param('token')
    await countAsAnother(c.var.station, token)
    return c.redirect(`/voices/receipts/${token}`, 303)
  },
)

receiptPages.post(
  '/voices/receipts/:token/served',
  allow(holderOfSecret),
  limit('receipts', STEPS),
  async (c) => {
    const { station, lang, t } = c.var
    const token = c.req.param('token')
    const { people } = await c.req.parseBody()
    try {
      await tellServed(station, token, Number(String(people ?? '').normalize('NFKC')))
    } catch (failure) {
      if (!(failure instanceof Failure) || failure.kind !== 'invalid') throw failure
      const [problem] = failure.problems
      const error = problem ? sayMessage(problem.message, lang, t, problem.values) : ''
      return c.html(await receiptPage(c, error), 422)
    }
    return c.redirect(`/voices/receipts/${token}`, 303)
  },
)

receiptPages.get('/voices/mine', allow(signedIn), async (c) => {
  const { t, lang, db, actor, station } = c.var
  const reports = await listReportsOf(db, actor?.accountId ?? '')
  return c.html(
    <MinePage
      frame={frameOf(c, { title: t('voices.mine.title') })}
      reports={reports}
      serviceName={(id) => {
        const service = findService(station, id)
        return service ? say(service.name, lang) : id
      }}
    />,
  )
})

async function receiptPage(c: Context<Web>, error: string | null) {
  const { t, db, station } = c.var
  const token = c.req.param('token') ?? ''
  const report = await getByToken(station, db, token)
  const { findingId } = report
  const finding = findingId ? await getFinding(station, db, findingId) : null
  const decisions = findingId ? await listDecisionsOf(db, findingId) : []
  return (
    <ReceiptPage
      frame={frameOf(c, {
        title: t('voices.receipt.title'),
        hasError: error !== null,
        islands: ['voice'],
      })}
      token={token}
      report={report}
      service={findService(station, report.serviceId)}
      finding={finding}
      decisions={decisions.filter(({ decidedAt }) => decidedAt >= report.saidAt)}
      others={(c.req.queries('with') ?? []).slice(0, 2)}
      error={error}
    />
  )
}
