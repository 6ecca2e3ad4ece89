// What an officer's desk shows of supply: the programmes they look after.

import type { DeskPart } from '../../cases/index.ts'
import { say } from '../../core/i18n.ts'
import { mayKeep } from '../access.ts'
import { listProgrammes } from '../programmes.ts'

export const deskProgrammes: DeskPart = (c, { journeyId }) => {
  const { t, lang, actor, station } = c.var
  const mine = listProgrammes(station).filter((programme) => mayKeep(actor, programme))
  if (journeyId !== null || mine.length === 0) return null
  return (
    <section>
      <h2>{t('feeds.desk')}</h2>
      <ul>
        <li>
          <a href="/desk/supply">{t('feeds.desk_all')}</a>
        </li>
        {mine.map(({ id, title }) => (
          <li>
            <a href={`/desk/supply/${id}/hand-out`}>
              {t('feeds.desk_hand_out', { programme: say(title, lang) })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
