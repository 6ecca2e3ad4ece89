// The same questions for each of several. Adding and removing are buttons of the form itself, so
// they need no script and lose nothing typed.

import type { Child } from 'hono/jsx'
import type { Translate } from '../core/i18n.ts'
import { Button } from './form.tsx'

export function RepeatedGroup(props: {
  t: Translate
  name: string
  count: number
  min: number
  max: number
  legend: (index: number) => string
  children: (index: number) => Child
  /** Absent: 'add another'. */
  addText?: string | undefined
}) {
  const { t, name, count, min, max } = props
  return (
    <div class="group">
      {/* Enter presses a form's first button; without this one it would remove somebody.
      biome-ignore lint/a11y/noAriaHiddenOnFocusable: the keyboard never reaches it */}
      <button type="submit" class="unseen" tabindex={-1} aria-hidden="true" />
      {Array.from({ length: count }, (_, index) => (
        <fieldset class="group-one" id={`${name}-${index}`}>
          <legend>{props.legend(index)}</legend>
          {props.children(index)}
          {count > min && (
            <button
              type="submit"
              class="button-quiet"
              name="do"
              value={`remove:${name}:${index}`}
              aria-label={t('ui.remove_named', { name: props.legend(index) })}
              formnovalidate
            >
              {t('ui.remove')}
            </button>
          )}
        </fieldset>
      ))}
      {count < max ? (
        <Button kind="secondary" name="do" value={`add:${name}`} formnovalidate>
          {props.addText ?? t('ui.add_another')}
        </Button>
      ) : (
        <p class="hint">{t('ui.group_full', { count: max })}</p>
      )}
    </div>
  )
}
