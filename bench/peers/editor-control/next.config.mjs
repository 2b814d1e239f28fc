/** As far from Pliego's own as a page of somebody else: nothing is set. */
export default {
  turbopack: { root: import.meta.dirname },
}
