// The fee of camp sites that a park allots and this agency collects. The park's office sees the
// payment through the shared shelf, as if by nightly exchange.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import { taipei } from '../clock.ts'
import type { SandboxEnv } from '../faults.ts'
import { cardBoxes, cardError } from './mine.ts'
import { texts } from './ordering.ts'
import type { Branch } from './orders.ts'
import { box, formOf, type Html, layout } from './pages.ts'

interface CampFee {
  code: string
  park: string
  nights: string[]
  amountTwd: number
  payBy: string
  paidAt: string | null
}

const SHELF = 'camp fee'

export function addCampFee(app: Hono<SandboxEnv>, branch: Branch): void {
  app.get('/forest/campfee.php', (asked) => {
    const code = asked.req.query('code') ?? ''
    return asked.html(feePage(code, branch.store.find<CampFee>(SHELF, code), ''))
  })
  app.post('/forest/campfee.php', async (asked) => {
    const form = texts(await asked.req.parseBody())
    const code = form.fee ?? ''
    const fee = branch.store.find<CampFee>(SHELF, code)
    const now = branch.clock.now().toISOString()
    const wrong = feeError(fee, now) || cardError(form)
    if (!fee || wrong !== '') return asked.html(feePage(code, fee, wrong))
    branch.store.put(SHELF, code, { ...fee, paidAt: now })
    return asked.html(layout('營地繳費', html`<p>繳費完成：${code}　NT$${fee.amountTwd}</p>`))
  })
}

function feeError(fee: CampFee | null, now: string): string {
  if (!fee) return '查無繳費代碼'
  if (fee.paidAt) return '已繳費'
  return now > fee.payBy ? '已逾繳費期限' : ''
}

const feePage = (code: string, fee: CampFee | null, error: string): Html =>
  layout(
    '營地繳費',
    html`${fee ? html`<p>${fee.park}　${fee.nights.join('、')}　應繳 NT$${fee.amountTwd}　期限 ${taipei(new Date(fee.payBy)).slice(0, 16).replace('T', ' ')}</p>` : ''}
${formOf('campfee.php', [box({ name: 'fee', label: '繳費代碼', value: code }), ...cardBoxes()], '確認繳費')}`,
    error,
  )
