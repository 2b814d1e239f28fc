import { number } from './report.ts'
import { judge, medianOf, type Result } from './results.ts'
import type { Figure, Target } from './scenarios/scenario.ts'
import { type ServerName, servers } from './servers.ts'

const [width, labelWidth, barsWidth] = [960, 290, 520]
const [barHeight, barGap, groupGap, top] = [14, 4, 22, 56]

/** Bars for each figure, scaled to the longest of its group, with marks where Pliego's should end. */
export function chart(results: readonly Result[]): string {
  let y = top
  const groups = results.flatMap((result) =>
    result.scenario.figures.map((figure) => {
      const group = drawGroup(result, figure, y)
      y += group.height + groupGap
      return group.svg
    }),
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${y}" font-family="system-ui, sans-serif" role="img">
<title>Pliego beside its peers</title>
<style>
.back { fill: #ffffff } text { fill: #1f2328; font-size: 12px } .quiet { fill: #59636e } .head { font-weight: 600; font-size: 13px }
.pliego { fill: #0969da } .peer { fill: #afb8c1 } .target { stroke: #1a7f37; stroke-width: 2 } .missed { stroke: #cf222e }
@media (prefers-color-scheme: dark) {
.back { fill: #0d1117 } text { fill: #f0f6fc } .quiet { fill: #9198a1 } .pliego { fill: #4493f8 } .peer { fill: #484f58 }
.target { stroke: #3fb950 } .missed { stroke: #f85149 }
}
</style>
<rect class="back" width="${width}" height="${y}"/>
<text class="head" x="16" y="26">What it costs the server, medians; a mark shows how far Pliego’s bar may reach, red where it is missed</text>
${groups.join('\n')}
</svg>
`
}

function drawGroup(result: Result, figure: Figure, top: number): { svg: string; height: number } {
  const bars = result.scenario.servers.flatMap((server) => {
    const value = medianOf(result, server, figure.value)
    return value === undefined ? [] : [{ server, value }]
  })
  const goals = judge(result, figure).flatMap(({ target, verdict }) => {
    const end = goalOf(result, figure, target)
    return end === undefined ? [] : [{ end, isMissed: verdict !== 'met' }]
  })
  const longest = Math.max(...bars.map(({ value }) => value), ...goals.map(({ end }) => end), 1e-9)
  const scale = (value: number) => (Math.max(0, value) / longest) * barsWidth
  const firstBar = top + 20
  const height = 20 + bars.length * (barHeight + barGap)
  const rows = bars.map(({ server, value }, index) =>
    drawBar(server, value, scale(value), firstBar + index * (barHeight + barGap)),
  )
  const marks = goals.map(({ end, isMissed }) => {
    const x = (labelWidth + scale(end)).toFixed(1)
    return `<line class="target${isMissed ? ' missed' : ''}" x1="${x}" x2="${x}" y1="${firstBar - 2}" y2="${firstBar + barHeight + 2}"/>`
  })
  const isMore = figure.targets.some((target) => 'atLeast' in target)
  const unit = `${figure.unit}${isMore ? ', more is better' : ''}`
  return {
    height,
    svg: `<text class="head" x="16" y="${top + 12}">${figure.letter}. ${figure.title} <tspan class="quiet" font-weight="400">(${unit})</tspan></text>
${rows.join('\n')}
${marks.join('\n')}`,
  }
}

/** Where Pliego's bar may end. */
function goalOf(result: Result, figure: Figure, target: Target): number | undefined {
  const bound = 'atLeast' in target ? target.atLeast : target.atMost
  if (!('than' in target)) return bound
  const other = medianOf(result, target.than, figure.value)
  return other === undefined ? undefined : other * bound
}

function drawBar(server: ServerName, value: number, length: number, y: number): string {
  const middle = y + barHeight - 3
  return `<text class="quiet" x="${labelWidth - 8}" y="${middle}" text-anchor="end">${servers[server].title}</text><rect class="${server === 'pliego' ? 'pliego' : 'peer'}" x="${labelWidth}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2"/><text x="${(labelWidth + length + 6).toFixed(1)}" y="${middle}">${number(value)}</text>`
}
