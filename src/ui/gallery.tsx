// Every part in use, on one page: what a city's own people look at before they ask for a new part.

import { examples as choices } from './choices.examples.tsx'
import { examples as dateField } from './date-field.examples.tsx'
import { examples as errorSummary } from './error-summary.examples.tsx'
import type { Example } from './example.ts'
import { examples as form } from './form.examples.tsx'
import { examples as heightProfile } from './height-profile.examples.tsx'
import { Layout, type PageFrame } from './layout.tsx'
import { examples as legsLine } from './legs-line.examples.tsx'
import { examples as linkCard } from './link-card.examples.tsx'
import { examples as notice } from './notice.examples.tsx'
import { examples as pagination } from './pagination.examples.tsx'
import { examples as person } from './person.examples.tsx'
import { examples as reference } from './reference.examples.tsx'
import { examples as repeatedGroup } from './repeated-group.examples.tsx'
import { examples as state } from './state.examples.tsx'
import { examples as steps } from './steps.examples.tsx'
import { examples as summaryList } from './summary-list.examples.tsx'
import { examples as table } from './table.examples.tsx'
import { examples as taskList } from './task-list.examples.tsx'
import { examples as timeline } from './timeline.examples.tsx'

/** By the name of the part's file. */
export const GALLERY: Record<string, Example[]> = {
  'legs-line': legsLine,
  'height-profile': heightProfile,
  reference,
  state,
  timeline,
  notice,
  'link-card': linkCard,
  steps,
  'error-summary': errorSummary,
  form,
  choices,
  'date-field': dateField,
  person,
  'repeated-group': repeatedGroup,
  'summary-list': summaryList,
  'task-list': taskList,
  table,
  pagination,
}

export function galleryPage(frame: PageFrame) {
  return (
    <Layout {...frame}>
      <h1>{frame.title}</h1>
      <p>{frame.t('ui.gallery_intro')}</p>
      {Object.entries(GALLERY).map(([part, examples]) => (
        <section class="part" aria-labelledby={`part-${part}`}>
          <h2 id={`part-${part}`} lang="en">
            {part}
          </h2>
          {examples.map(({ name, node, lang = 'zh-Hant-TW' }) => (
            <div class="part-example" lang={lang}>
              <h3>{name}</h3>
              {node}
            </div>
          ))}
        </section>
      ))}
    </Layout>
  )
}
