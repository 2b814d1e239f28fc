/**
 * What people do who are there at once. It is meant for a lively hour of an office or a class: most hours, and most
 * people, ask for less. Whoever knows their own people better puts in their own numbers.
 */
export const behaviour = {
  /** Of those who have a document open, how many type at a moment, and how fast. */
  shareTyping: 0.2,
  keystrokesPerSecond: 3,
  /** How many have a document open together, and how many of the documents that are open are so. */
  rooms: [
    { share: 0.6, least: 1, most: 1 },
    { share: 0.3, least: 2, most: 5 },
    { share: 0.09, least: 6, most: 30 },
    { share: 0.01, least: 31, most: 200 },
  ],
  /** Each person: documents opened, and small requests to the app beside. */
  pagesPerHour: 6,
  requestsPerHour: 60,
  /** What is stored of one person in a year: hours there, and images. */
  hoursPerYear: 1_000,
  imagesMbPerYear: 50,
  /** A processor is full when this much of it is used, so that nobody waits. */
  fullCore: 0.6,
  /** On the wire beside what is said: frame, TLS, TCP and IP of one small message. */
  wireBytesPerMessage: 115,
} as const
