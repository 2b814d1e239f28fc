import type { Histogram } from '#collab-server/metrics/histogram'
import type { Metrics } from '#collab-server/metrics/metrics'
import type { DiskSpace } from '#protocol/server-status'

export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8'

/** What is counted anew each time it is asked for. */
export type MetricsNow = {
  readonly rooms: number
  readonly connections: number
  /** What all connections hold of messages that are not done. */
  readonly heldBytes: number
  /** What is in the journal and not in the tables. */
  readonly undrainedBytes: number
  /** Different people in documents. */
  readonly people: number
  readonly feedConnections: number
  /** Of the connections, those made of HTTP requests. */
  readonly tunnels: number
  /** Null where the system does not say. */
  readonly disk: DiskSpace | null
  /** What the process may use. */
  readonly memoryLimitBytes: number
}

/** The Prometheus text format, written by hand: half a page, where a library brings its own registry. */
export function metricsText(metrics: Metrics, now: MetricsNow): string {
  const { rss, heapUsed, external } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  return [
    gauge('pliego_connections', 'Connections that are open.', now.connections),
    gauge('pliego_people', 'Different people in documents.', now.people),
    gauge('pliego_feed_connections', 'WebSockets for news that are open.', now.feedConnections),
    gauge('pliego_tunnels', 'Connections by HTTP, for want of a WebSocket.', now.tunnels),
    gauge('pliego_rooms', 'Documents that somebody has open.', now.rooms),
    counter(
      'pliego_rooms_on_yjs_total',
      'Documents opened with a Y.Doc, since they could not be read as bytes alone.',
      metrics.roomsOnYjs,
    ),
    gauge('pliego_held_bytes', 'Bytes of unfinished messages and of what waits to be sent.', now.heldBytes),
    gauge(
      'pliego_undrained_bytes',
      'Bytes in the journal that are not in the tables yet.',
      now.undrainedBytes,
    ),
    counter('pliego_connections_total', 'WebSockets accepted.', metrics.connectionsAccepted),
    counter('pliego_messages_received_total', 'WebSocket messages received.', metrics.messagesReceived),
    counter('pliego_bytes_received_total', 'Bytes of messages received.', metrics.bytesReceived),
    counter('pliego_frames_sent_total', 'WebSocket frames sent, counted per reader.', metrics.framesSent),
    counter('pliego_bytes_sent_total', 'Bytes of frames sent.', metrics.bytesSent),
    counter(
      'pliego_awareness_skipped_total',
      'Sends of awareness spared to slow readers.',
      metrics.awarenessSkipped,
    ),
    labelled(
      'pliego_read_pauses_total',
      'Times that reading from a connection was paused.',
      'reason',
      Object.entries(metrics.pauses),
    ),
    histogram('pliego_fan_out_readers', 'Readers that one relay went to.', metrics.fanOut),
    histogram(
      'pliego_commit_seconds',
      'Time from handing a batch to the store until it is on disk.',
      metrics.commitSeconds,
    ),
    counter('pliego_entries_committed_total', 'Updates on disk.', metrics.entriesCommitted),
    counter('pliego_commits_failed_total', 'Batches that did not come to be on disk.', metrics.commitsFailed),
    histogram(
      'pliego_relay_seconds',
      'Time from receiving an update until it is handed to the sockets of its readers.',
      metrics.relaySeconds,
    ),
    labelled('pliego_closes_total', 'Connections ended by the server.', 'code', metrics.closes),
    labelled('pliego_refusals_total', 'Requests refused before a WebSocket.', 'status', metrics.refusals),
    histogram('pliego_event_loop_lag_seconds', 'How late timers ran.', metrics.eventLoopLagSeconds),
    ...(now.disk
      ? [
          gauge('pliego_disk_free_bytes', 'Free on the disk with the data folder.', now.disk.freeBytes),
          gauge('pliego_disk_size_bytes', 'Size of the disk with the data folder.', now.disk.sizeBytes),
          gauge(
            'pliego_disk_low_bytes',
            'LOW_DISK_MB: less than this free is too little.',
            now.disk.lowBytes,
          ),
        ]
      : []),
    gauge('pliego_memory_limit_bytes', 'Memory that the process may use.', now.memoryLimitBytes),
    gauge('process_resident_memory_bytes', 'Memory in use.', rss),
    gauge('nodejs_heap_used_bytes', 'JavaScript heap in use.', heapUsed),
    gauge('nodejs_external_memory_bytes', 'Buffers and other memory outside the heap.', external),
    counter('process_cpu_seconds_total', 'User and system time.', (user + system) / 1e6),
    gauge('process_start_time_seconds', 'When the process began.', performance.timeOrigin / 1_000),
  ].join('')
}

function head(name: string, help: string, type: 'counter' | 'gauge' | 'histogram'): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`
}

function counter(name: string, help: string, value: number): string {
  return `${head(name, help, 'counter')}${name} ${value}\n`
}

function gauge(name: string, help: string, value: number): string {
  return `${head(name, help, 'gauge')}${name} ${value}\n`
}

/** Labels are ours alone, numbers and plain words: nothing in them needs escaping. */
function labelled(
  name: string,
  help: string,
  label: string,
  values: Iterable<readonly [string | number, number]>,
): string {
  const lines = [...values].map(([value, count]) => `${name}{${label}="${value}"} ${count}\n`)
  return head(name, help, 'counter') + lines.join('')
}

function histogram(name: string, help: string, observed: Histogram): string {
  const { bounds, cumulated, sum } = observed
  const lines = cumulated.map((count, index) => `${name}_bucket{le="${bounds[index] ?? '+Inf'}"} ${count}\n`)
  return `${head(name, help, 'histogram')}${lines.join('')}${name}_sum ${sum}\n${name}_count ${cumulated.at(-1)}\n`
}
