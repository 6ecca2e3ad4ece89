// The route graph holds together, and every route's usual days can be walked on it.

import type { PlaceFiles } from '../files.ts'
import { at, idsOf, type Mistake } from './mistakes.ts'

export function pathMistakes(files: PlaceFiles): Mistake[] {
  const seen = new Set<string>()
  const walked = new Set(files.paths.flatMap((path) => path.between))
  return [
    ...files.paths.flatMap((path, n) => {
      const [a, b] = path.between
      if (a === b) return [at('paths', [n, 'between'], `leads from "${a}" to itself`)]
      const key = [a, b].sort().join(' ')
      if (seen.has(key)) return [at('paths', [n, 'between'], `"${a}" and "${b}" are joined twice`)]
      seen.add(key)
      return []
    }),
    ...files.nodes.flatMap((node, n) =>
      walked.has(node.id)
        ? []
        : [at('nodes', [n, 'id'], `no path leads to "${node.id}"; add one to paths.yaml`)],
    ),
  ]
}

export function routeMistakes(files: PlaceFiles): Mistake[] {
  const entrances = idsOf(files.nodes.filter((node) => node.kind === 'entrance'))
  const lodgings = new Map(files.lodgings.map((lodging) => [lodging.id, lodging.node]))
  const ways = new Set(
    files.paths.flatMap(({ between: [a, b], oneWay }) =>
      oneWay ? [`${a} ${b}`] : [`${a} ${b}`, `${b} ${a}`],
    ),
  )
  return files.routes.flatMap((route, n) => [
    ...islands(route.nodes, ways).map((id) =>
      at(
        'routes',
        [n, 'nodes', route.nodes.indexOf(id)],
        `no path joins "${id}" to the rest of the route`,
      ),
    ),
    ...planMistakes(route, n, { entrances, lodgings, ways }),
  ])
}

interface Ground {
  entrances: Set<string>
  /** Lodging to the node it stands at. */
  lodgings: Map<string, string>
  /** `a b` for each way one may walk from a to b. */
  ways: Set<string>
}

function planMistakes(route: PlaceFiles['routes'][number], n: number, ground: Ground): Mistake[] {
  const ends = [route.plan[0]?.nodes[0] ?? '', route.plan.at(-1)?.nodes.at(-1) ?? '']
  return [
    ...ends
      .filter((id) => !ground.entrances.has(id))
      .map((id) => at('routes', [n, 'plan'], `begins or ends at "${id}"; expected an entrance`)),
    ...route.plan.flatMap((day, d) =>
      [
        ...stepMistakes(route.plan[d - 1]?.nodes.at(-1), day.nodes, ground.ways),
        ...nightMistakes(day, d === route.plan.length - 1, ground.lodgings),
      ].map((message) => at('routes', [n, 'plan', d], message)),
    ),
  ]
}

function stepMistakes(from: string | undefined, nodes: string[], ways: Set<string>): string[] {
  const stops = from === undefined || from === nodes[0] ? nodes : [from, ...nodes]
  return stops
    .slice(1)
    .map((to, i) => ({ from: stops[i], to }))
    .filter((step) => !ways.has(`${step.from} ${step.to}`))
    .map((step) => `no path leads from "${step.from}" to "${step.to}"`)
}

function nightMistakes(
  day: PlaceFiles['routes'][number]['plan'][number],
  isLast: boolean,
  lodgings: Map<string, string>,
): string[] {
  if (isLast) return day.lodging === undefined ? [] : ['the last day has no night']
  if (day.lodging === undefined) return ['a night is missing: expected a lodging']
  const end = day.nodes.at(-1)
  return lodgings.get(day.lodging) === end
    ? []
    : [`"${day.lodging}" is not at "${end}", where the day ends`]
}

/** Nodes that cannot be reached from the first one by the route's own nodes. */
function islands(nodes: string[], ways: Set<string>): string[] {
  const reached = new Set(nodes.slice(0, 1))
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    for (const id of nodes) {
      if ([...reached].some((from) => ways.has(`${from} ${id}`) || ways.has(`${id} ${from}`)))
        reached.add(id)
    }
  }
  return nodes.filter((id) => !reached.has(id))
}
