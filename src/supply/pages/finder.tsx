// Where am I, and what do I look for: one form of GET parameters.

import type { City } from '../../core/city.ts'
import { Button, Checkbox, RadioGroup, SelectField, TextField } from '../../ui/form.tsx'
import type { Board } from '../board/board.ts'
import { type Asked, type DistrictChoice, districtName, SORTS } from './asking.ts'
import type { Voice } from './stock-tag.tsx'
import { sayLanguage } from './words.ts'

interface Props extends Voice {
  action: string
  board: Board
  asked: Asked
  districts: DistrictChoice[]
  city: Pick<City, 'districts'>
  /** The map shows also those that have none, unless it is asked not to. */
  isMap?: boolean
}

export function Finder(props: Props) {
  const { t, action } = props
  return (
    <form method="get" action={action} class="finder">
      <div class="finder-first">
        <DistrictField {...props} />
        <Button>{t('supply.find')}</Button>
        <button type="button" class="button button-secondary" data-locate hidden>
          {t('supply.locate')}
        </button>
      </div>
      <p class="hint" data-locate-said={t('supply.locate_refused')} role="status" />
      <Narrowing {...props} />
    </form>
  )
}

export function DistrictField({ t, lang, districts, asked, city }: Omit<Props, 'action'>) {
  return (
    <SelectField
      t={t}
      id="district"
      label={t('supply.district')}
      value={asked.district}
      options={[
        { value: '', label: t('supply.district_any') },
        ...districts.map(({ name }) => ({ value: name, label: districtName(name, lang, city) })),
      ]}
    />
  )
}

function Narrowing(props: Props) {
  const { t, lang, board, asked, isMap = false } = props
  const { items } = board.programme
  const isNarrowed =
    asked.q !== '' ||
    asked.open ||
    asked.wheelchair ||
    asked.all !== isMap ||
    asked.item !== '' ||
    asked.language !== ''
  return (
    <details class="finder-more" open={isNarrowed || asked.sort !== 'near'}>
      <summary>{t('supply.narrow')}</summary>
      <div class="finder-fields">
        <TextField
          t={t}
          id="q"
          type="search"
          label={t('supply.search')}
          hint={t('supply.search_hint')}
          value={asked.q}
          maxlength={50}
        />
        {items.length > 1 && (
          <RadioGroup
            t={t}
            id="item"
            label={t('supply.item')}
            isChips
            value={asked.item}
            options={[
              { value: '', label: t('supply.item_any') },
              ...items.map(({ id, title }) => ({ value: id, label: title[lang] })),
            ]}
          />
        )}
        <div class="finder-ticks">
          <Checkbox t={t} id="open" label={t('supply.only_open')} checked={asked.open} />
          {hasAccess(board, 'wheelchair') && (
            <Checkbox
              t={t}
              id="wheelchair"
              label={t('supply.only_wheelchair')}
              checked={asked.wheelchair}
            />
          )}
          {isMap ? (
            <Checkbox t={t} id="having" label={t('supply.only_having')} checked={!asked.all} />
          ) : (
            <Checkbox t={t} id="all" label={t('supply.also_none')} checked={asked.all} />
          )}
        </div>
        <div class="finder-row">
          <LanguageField {...props} />
          {!isMap && <SortField {...props} />}
        </div>
      </div>
    </details>
  )
}

function LanguageField(props: Props) {
  const { t, board, asked } = props
  const codes = [...new Set([...board.present()].flatMap(({ site }) => site.languages))].sort()
  if (codes.length === 0) return null
  return (
    <SelectField
      t={t}
      id="language"
      label={t('supply.language')}
      value={asked.language}
      options={[
        { value: '', label: t('supply.language_any') },
        ...codes.map((code) => ({ value: code, label: sayLanguage(props, code) })),
      ]}
    />
  )
}

function SortField({ t, asked }: Props) {
  return (
    <SelectField
      t={t}
      id="sort"
      label={t('supply.sort')}
      value={asked.sort}
      options={SORTS.map((sort) => ({ value: sort, label: t(`supply.sort_${sort}`) }))}
    />
  )
}

function hasAccess(board: Board, access: string): boolean {
  for (const { site } of board.present()) if (site.access.includes(access)) return true
  return false
}
