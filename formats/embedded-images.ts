/** What a file may bring along of images, in letters of base64; beyond it the file says where they are. */
export const maxEmbeddedLength = 50 << 20

/**
 * What a file says of where each image is: the image itself, by its source in `dataUrls`, while there is room for it,
 * and else its `address`. To be used for one file: an image that stands in it often takes its room each time.
 */
export function embedWhileRoom(
  dataUrls: ReadonlyMap<string, string>,
  address: (src: string) => string,
): (src: string) => string {
  let left = maxEmbeddedLength
  return (src) => {
    const dataUrl = dataUrls.get(src)
    if (dataUrl === undefined || dataUrl.length > left) return address(src)
    left -= dataUrl.length
    return dataUrl
  }
}
