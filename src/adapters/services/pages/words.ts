// Sentences that several pages of services say.

import type { Language, Translate } from '../../../core/i18n.ts'
import { sayDay } from '../../../core/moments.ts'
import type { ServiceView } from './view.ts'

export function priceText({ lot }: Pick<ServiceView, 'lot'>, t: Translate): string {
  if (!lot) return t('adapters.services_no_lot')
  const key = lot.price.isInvented ? 'adapters.lot_price_invented' : 'adapters.lot_price_twd'
  return t(key, { twd: lot.price.twd })
}

export function acceptanceText(
  { conformance }: Pick<ServiceView, 'conformance'>,
  t: Translate,
  lang: Language,
): string {
  if (!conformance) return t('adapters.lot_not_run')
  const { passed, failed, ranAt } = conformance
  const day = sayDay(ranAt, lang)
  return failed === 0
    ? t('adapters.lot_passed', { count: passed, day })
    : t('adapters.lot_failed', { count: failed, all: passed + failed, day })
}
