import { type ComponentType, createElement, lazy, type LazyExoticComponent, useEffect, useState } from 'react'

const firstWaitMs = 500
const longestWaitMs = 15_000

/**
 * A part of the page whose code is fetched when it is first rendered, so that what is needed at once comes
 * first. Without a network it is asked for again until it comes: a part that fails to arrive must not take
 * the page, and with it what somebody is writing, down.
 */
export function lazyPart<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await untilLoaded(load) }))
}

/**
 * The same for what is waited for: rendered in the moment in which its code is here, where React lets what is
 * lazy wait for a calm one. Nothing stands in its place meanwhile.
 */
export function latePart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  return function LatePart(props: Props) {
    const [part, setPart] = useState<{ readonly here: ComponentType<Props> } | null>(null)
    useEffect(() => {
      let isWanted = true
      void untilLoaded(load).then((here) => isWanted && setPart({ here }))
      return () => {
        isWanted = false
      }
    }, [])
    return part && createElement(part.here, props)
  }
}

/** Code that is fetched when it is wanted; asked for again until it comes. */
export async function untilLoaded<Part>(load: () => Promise<Part>): Promise<Part> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other
      return await load()
    } catch (error) {
      console.warn('A part of the page did not arrive and is asked for again', error)
      const wait = waitMs
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
}
