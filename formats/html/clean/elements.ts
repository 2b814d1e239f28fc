/** Leaves what is in it. */
export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes)
}

/** The same content in another element; of its attributes only those of style, side and language. */
export function rename(element: Element, name: string): Element {
  const renamed = element.ownerDocument.createElement(name)
  for (const attribute of ['style', 'align', 'dir', 'lang']) {
    const value = element.getAttribute(attribute)
    if (value !== null) renamed.setAttribute(attribute, value)
  }
  renamed.append(...element.childNodes)
  element.replaceWith(renamed)
  return renamed
}
