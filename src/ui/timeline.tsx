// What happened, in order. An entry with a state shows its drawing on the line; its title says the
// same in words.

import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'
import { STATE_ICONS, type State } from './state.tsx'

export interface TimelineItem {
  /** RFC 3339, for the `datetime` attribute. */
  at: string
  atText: string
  title: Child
  body?: Child
  state?: State | undefined
}

export function Timeline(props: { items: TimelineItem[] }) {
  return (
    <ol class="timeline">
      {props.items.map(({ at, atText, title, body, state }) => (
        <li class={state ? `timeline-item timeline-${state}` : 'timeline-item'}>
          <span class="timeline-mark">{state && <Icon name={STATE_ICONS[state]} />}</span>
          <p class="timeline-at">
            <time datetime={at}>{atText}</time>
          </p>
          <p class="timeline-title">{title}</p>
          {body && <div class="timeline-body">{body}</div>}
        </li>
      ))}
    </ol>
  )
}
