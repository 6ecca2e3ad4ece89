// Where something stands, told three ways: a drawing, a word and a hue. The word comes from whoever
// shows it, for 'moving' means one thing of a letter and another of a permit.

import { Icon, type IconName } from './icon.tsx'

export type State = 'waiting' | 'moving' | 'done' | 'needs_you' | 'refused' | 'withdrawn'

export const STATE_ICONS: Record<State, IconName> = {
  waiting: 'clock',
  moving: 'onward',
  done: 'tick',
  needs_you: 'hand',
  refused: 'cross',
  withdrawn: 'back',
}

export function StateTag(props: { state: State; text: string }) {
  return (
    <span class={`state state-${props.state}`}>
      <Icon name={STATE_ICONS[props.state]} />
      <span>{props.text}</span>
    </span>
  )
}
