import type { RoomBus } from '#collab-server/bus/room-bus'
import type { Feed } from '#collab-server/feed/feed'
import type { FeedTopic } from '#protocol/feed'

const busTopic = 'feed'

/** Tells people of news wherever their pages are connected: here, and on other nodes where there are any. */
export class WideFeed {
  readonly #feed: Pick<Feed, 'tell'>
  readonly #bus: RoomBus | undefined

  constructor(feed: Pick<Feed, 'tell'>, bus?: RoomBus) {
    this.#feed = feed
    this.#bus = bus
    bus?.subscribe(busTopic, (bytes) => {
      const [topic, ...userIds] = JSON.parse(Buffer.from(bytes).toString()) as [FeedTopic, ...string[]]
      feed.tell(userIds, topic)
    })
  }

  tell(userIds: Iterable<string>, topic: FeedTopic): void {
    const people = [...userIds]
    this.#feed.tell(people, topic)
    if (people.length > 0) this.#bus?.publish(busTopic, Buffer.from(JSON.stringify([topic, ...people])))
  }
}
