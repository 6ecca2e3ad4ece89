// What the pages of served people and of signals share: how a count is said, and the table of signals
// for the page of whom we miss.

import { type Language, say, type Translate } from '../../../core/i18n.ts'
import type { Station } from '../../../core/station.ts'
import { findAgency } from '../../../people/index.ts'
import { StateTag } from '../../../ui/state.tsx'
import { Table } from '../../../ui/table.tsx'
import { isHidden, roundedDown } from '../../rules/served.ts'
import { SERVICE_DOORS } from '../../schema/service.ts'
import { CALL_REASONS } from '../../schema/signal.ts'
import { SMALLEST_SHOWN } from '../../schema/words.ts'
import { findService } from '../../services.ts'
import type { SignalSum } from '../../store/signals.ts'

export const sayCount = (t: Translate, count: number): string =>
  isHidden(count)
    ? t('voices.served.fewer', { count: SMALLEST_SHOWN })
    : t('voices.served.people', { count })

/** Beside a hidden count. */
export const sayRounded = (t: Translate, count: number): string =>
  sayCount(t, isHidden(count) ? count : roundedDown(count))

export const doorName = (t: Translate, door: string): string =>
  (SERVICE_DOORS as readonly string[]).includes(door)
    ? t(`voices.weighing.door.${door}`)
    : t(door === 'api' ? 'voices.served.door_api' : 'voices.served.unknown')

/** Counted by the program, told by nobody: every row says so. */
export function SignalsTable(props: {
  t: Translate
  lang: Language
  station: Station
  signals: SignalSum[]
  /** Name the service in each row; not on a service's own page. */
  isOfAll?: boolean | undefined
}) {
  const { t, signals, isOfAll } = props
  return (
    <>
      <Table
        caption={t('voices.signal.caption')}
        columns={[
          { key: 'kind', label: t('voices.signal.kind') },
          { key: 'cause', label: t('voices.signal.cause') },
          ...(isOfAll ? [{ key: 'service', label: t('voices.ledger.service') }] : []),
          { key: 'times', label: t('voices.signal.times'), numeric: true },
        ]}
        rows={signals.map((signal) => ({
          cells: {
            kind: (
              <>
                {t(`voices.signal.kind.${signal.kind}`)}{' '}
                <StateTag state="waiting" text={t('voices.signal.mark')} />
              </>
            ),
            cause: causeWords(props, signal),
            service: serviceWords(props, signal.serviceId),
            times: isHidden(signal.times)
              ? t('voices.served.fewer', { count: SMALLEST_SHOWN })
              : t('voices.signal.times_value', { count: signal.times }),
          },
        }))}
        empty={t('voices.signal.none')}
      />
      <p class="hint">{t('voices.signal.explain')}</p>
    </>
  )
}

function causeWords(
  { t, lang, station }: { t: Translate; lang: Language; station: Station },
  { kind, cause }: SignalSum,
): string {
  if (kind === 'abandoned') return doorName(t, cause)
  if (kind === 'search') return t('voices.signal.search_words', { words: cause })
  if (kind === 'call')
    return (CALL_REASONS as readonly string[]).includes(cause)
      ? t(`voices.signal.call.${cause}`)
      : cause
  if (kind === 'leg_failed') {
    const [agencyId = '', why = ''] = cause.split(':')
    const agency = findAgency(station, agencyId)
    return t('voices.signal.leg', {
      agency: agency ? say(agency.name, lang) : agencyId,
      why: t(`voices.signal.leg.${why}`),
    })
  }
  return t('voices.signal.whole_case')
}

function serviceWords(
  { t, lang, station }: { t: Translate; lang: Language; station: Station },
  serviceId: string | null,
): string {
  const service = serviceId === null ? null : findService(station, serviceId)
  return service ? say(service.name, lang) : t('voices.signal.no_service')
}
