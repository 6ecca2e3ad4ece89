// The other doors of a part that no agency has answered yet: who would rather not wait does it
// themselves, and joins the number they got.

import type { Language, Translate } from '../../core/i18n.ts'
import { say } from '../../core/i18n.ts'
import { Button, TextField } from '../../ui/form.tsx'
import type { CaseView, LegView } from '../schema/view.ts'

interface OwnWayProps {
  leg: LegView
  view: CaseView
  t: Translate
  lang: Language
  base: string
}

export function OwnWay(props: OwnWayProps) {
  const { leg, view, t, lang, base } = props
  const agency = say(leg.agencyName, lang)
  const id = `join-${leg.leg}`
  return (
    <details class="no-print">
      <summary>{t('cases.own_way_title', { agency })}</summary>
      <ul>
        {leg.door.site && (
          <li>
            <a href={leg.door.site} rel="noreferrer">
              {t('cases.own_way_site', { agency })}
            </a>
          </li>
        )}
        {leg.door.phone && <li>{t('cases.own_way_phone', { agency, phone: leg.door.phone })}</li>}
        {view.otherDoors.map((door) => (
          <li>{say(door, lang)}</li>
        ))}
      </ul>
      <p>{t('cases.own_way_join')}</p>
      <form method="post" action={`${base}/legs/${leg.leg}/reference`}>
        <TextField
          t={t}
          id={id}
          name="reference"
          label={t('cases.join_label')}
          hint={t('cases.join_hint')}
          width="short"
        />
        <Button kind="secondary">{t('cases.join_button')}</Button>
      </form>
    </details>
  )
}
