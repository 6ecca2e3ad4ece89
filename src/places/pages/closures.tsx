// What is closed now or later, why, and until when.

import { Notice } from '../../ui/notice.tsx'
import type { Closure, Places } from '../schema.ts'
import { Source } from './source.tsx'
import { closureText, type Voice } from './words.ts'

export function Closures(props: Voice & { places: Places; closures: Closure[] }) {
  const { t, lang, places, closures } = props
  return (
    <>
      {closures.map((closure) => (
        <Notice
          kind={closure.effect === 'closed' ? 'warning' : 'info'}
          title={t(`places.effect_${closure.effect}`, { what: namesOf(places, closure, props) })}
          level={3}
        >
          <p>{closure.reason[lang]}</p>
          <p>{closureText(props, closure)}</p>
          <p>
            <Source t={t} lang={lang} source={closure.source} verified={closure.verified} />
          </p>
        </Notice>
      ))}
    </>
  )
}

const namesOf = (places: Places, closure: Closure, { t, lang }: Voice): string =>
  [
    ...closure.nodes.map((id) => places.nodes.get(id)?.name[lang] ?? id),
    ...closure.lodgings.map((id) => places.lodgings.get(id)?.name[lang] ?? id),
    ...closure.routes.map((id) => places.routes.get(id)?.name[lang] ?? id),
  ].join(t('places.list_comma'))
