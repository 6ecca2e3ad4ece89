// Line drawings on a 20 by 20 grid, in the colour of the text beside them. They never stand alone:
// a word says the same.

const PATHS = {
  clock: ['M10 3a7 7 0 1 0 0 14a7 7 0 0 0 0-14', 'M10 6.2V10l2.6 1.8'],
  onward: ['M3 10h13', 'M11.5 5.5L16 10l-4.5 4.5'],
  tick: ['M3.8 10.6l4 4L16.4 5.6'],
  hand: ['M10 3.2v8.4', 'M10 15.4v1.2'],
  cross: ['M5 5l10 10', 'M15 5L5 15'],
  back: ['M8 5L3.5 9.5L8 14', 'M3.5 9.5h8.2a4.3 4.3 0 0 1 0 8.5H9'],
  info: ['M10 3a7 7 0 1 0 0 14a7 7 0 0 0 0-14', 'M10 9.2v4.4', 'M10 6.3v.4'],
  warning: ['M10 3.2L17.6 16.4H2.4Z', 'M10 8.2v3.6', 'M10 13.8v.3'],
  moon: ['M15.6 12.2A6.4 6.4 0 0 1 7.8 4.4a6.4 6.4 0 1 0 7.8 7.8Z'],
} as const

export type IconName = keyof typeof PATHS

export function Icon(props: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      {PATHS[props.name].map((d) => (
        <path d={d} />
      ))}
    </svg>
  )
}
