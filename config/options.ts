import {
  parseBoolean,
  parseChoice,
  parseCount,
  parseHost,
  parseOrigins,
  parsePort,
  parsePostgresUrl,
  parseRedisUrl,
  parseSecret,
  parseText,
  parseUrl,
} from '#config/parsers'

/** One setting: an environment variable, how it is read, and how it is explained to an operator. */
export type Option<T> = {
  readonly name: string
  /** @throws {Error} whose message completes the sentence "NAME ...". */
  readonly parse: (text: string) => T
  /** In the form an operator would write; absent where the setting may stay unset. */
  readonly default?: string
  /** What an unset setting means, where there is no plain default. */
  readonly unset?: { readonly en: string; readonly es: string }
  readonly describe: { readonly en: string; readonly es: string }
  /** Which process reads it. */
  readonly process: 'app' | 'collab' | 'both'
  /** Never shown, not even to administrators. */
  readonly secret?: true
}

/** The one table of settings; `.env.example` and the tables of README and LEEME are made from it. */
export const options = {
  host: {
    name: 'HOST',
    parse: parseHost,
    default: '0.0.0.0',
    describe: {
      en: 'Address on which the app listens; `127.0.0.1` keeps it to this machine.',
      es: 'Dirección en la que escucha la aplicación; `127.0.0.1` la limita a esta máquina.',
    },
    process: 'app',
  },
  port: {
    name: 'PORT',
    parse: parsePort,
    default: '3000',
    describe: { en: 'Port of the app.', es: 'Puerto de la aplicación.' },
    process: 'both',
  },
  collabHost: {
    name: 'COLLAB_HOST',
    parse: parseHost,
    unset: {
      en: 'the same as `HOST`; `127.0.0.1` when `COLLAB_ACCESS=open`',
      es: 'igual que `HOST`; `127.0.0.1` cuando `COLLAB_ACCESS=open`',
    },
    describe: {
      en: 'Address on which the collab server listens.',
      es: 'Dirección en la que escucha el servidor de colaboración.',
    },
    process: 'collab',
  },
  collabPort: {
    name: 'COLLAB_PORT',
    parse: parsePort,
    default: '1234',
    describe: { en: 'Port of the collab server.', es: 'Puerto del servidor de colaboración.' },
    process: 'both',
  },
  publicUrl: {
    name: 'PUBLIC_URL',
    parse: parseUrl('http:', 'https:'),
    unset: { en: 'the address in the browser', es: 'la dirección del navegador' },
    describe: {
      en: 'Address under which people reach the app, when a proxy stands before it.',
      es: 'Dirección con la que la gente llega a la aplicación cuando hay un proxy delante.',
    },
    process: 'both',
  },
  trustProxy: {
    name: 'TRUST_PROXY',
    parse: parseBoolean,
    default: 'false',
    describe: {
      en: 'Whether the `X-Forwarded-*` headers are believed; only behind a proxy that sets them.',
      es: 'Si se cree en las cabeceras `X-Forwarded-*`; solo detrás de un proxy que las ponga.',
    },
    process: 'both',
  },
  collabUrl: {
    name: 'COLLAB_URL',
    parse: parseUrl('ws:', 'wss:', 'http:', 'https:'),
    unset: {
      en: "over http the page's host at `COLLAB_PORT`, over https the page's origin at `/collab`",
      es: 'con http, el host de la página en `COLLAB_PORT`; con https, el origen de la página en `/collab`',
    },
    describe: {
      en: 'Address at which browsers reach the collab server.',
      es: 'Dirección con la que los navegadores llegan al servidor de colaboración.',
    },
    process: 'app',
  },
  collabAccess: {
    name: 'COLLAB_ACCESS',
    parse: parseChoice('token', 'open'),
    default: 'token',
    describe: {
      en: '`token`: only documents of the app, with a token it signed. `open`: any room, no token, for other editors.',
      es: '`token`: solo documentos de la aplicación, con un token que ella firma. `open`: cualquier sala, sin token, para otros editores.',
    },
    process: 'collab',
  },
  collabSecret: {
    name: 'COLLAB_SECRET',
    parse: parseSecret,
    unset: {
      en: 'made on the first run and kept in `DATA_DIR/collab-secret`',
      es: 'se crea en el primer arranque y se guarda en `DATA_DIR/collab-secret`',
    },
    describe: {
      en: 'Secret that the app and the collab server share; at least 32 characters.',
      es: 'Secreto que comparten la aplicación y el servidor de colaboración; 32 caracteres como mínimo.',
    },
    process: 'both',
    secret: true,
  },
  authSecret: {
    name: 'AUTH_SECRET',
    parse: parseSecret,
    unset: {
      en: 'made on first use and kept in `DATA_DIR/auth-secret`',
      es: 'se crea cuando hace falta y se guarda en `DATA_DIR/auth-secret`',
    },
    describe: {
      en: 'Secret that signs the cookies of those who are signed in; at least 32 characters. A new one signs everybody out.',
      es: 'Secreto que firma las cookies de quienes iniciaron sesión; 32 caracteres como mínimo. Uno nuevo cierra todas las sesiones.',
    },
    process: 'app',
    secret: true,
  },
  authGuests: {
    name: 'AUTH_GUESTS',
    parse: parseChoice('on', 'view', 'off'),
    default: 'on',
    describe: {
      en: 'What people without an account may do: `on`, whatever a document lets them; `view`, only read; `off`, nothing.',
      es: 'Qué puede hacer quien no tiene cuenta: `on`, lo que permita cada documento; `view`, solo leer; `off`, nada.',
    },
    process: 'app',
  },
  authSignup: {
    name: 'AUTH_SIGNUP',
    parse: parseChoice('open', 'invite', 'off'),
    default: 'open',
    describe: {
      en: 'Who may make an account with e-mail and password: anybody, those with an invitation link of an administrator (and whoever comes first), or nobody.',
      es: 'Quién puede crear una cuenta con correo y contraseña: cualquiera, quien tenga un enlace de invitación de la administración (y la primera persona que llegue) o nadie.',
    },
    process: 'app',
  },
  authOidcIssuer: {
    name: 'AUTH_OIDC_ISSUER',
    parse: parseUrl('http:', 'https:'),
    unset: { en: 'no single sign-on', es: 'sin inicio de sesión único' },
    describe: {
      en: 'OpenID Connect provider whose people can sign in, whatever `AUTH_SIGNUP` says; needs `PUBLIC_URL`. Its redirect address is `PUBLIC_URL/api/auth/callback/oidc`.',
      es: 'Proveedor de OpenID Connect cuya gente puede iniciar sesión, diga lo que diga `AUTH_SIGNUP`; necesita `PUBLIC_URL`. Su dirección de retorno es `PUBLIC_URL/api/auth/callback/oidc`.',
    },
    process: 'app',
  },
  authOidcClientId: {
    name: 'AUTH_OIDC_CLIENT_ID',
    parse: parseText,
    unset: { en: 'needed with an issuer', es: 'hace falta con un proveedor' },
    describe: {
      en: 'Name by which the provider knows Pliego.',
      es: 'Nombre con el que el proveedor conoce a Pliego.',
    },
    process: 'app',
  },
  authOidcClientSecret: {
    name: 'AUTH_OIDC_CLIENT_SECRET',
    parse: parseText,
    unset: { en: 'needed with an issuer', es: 'hace falta con un proveedor' },
    describe: { en: 'Secret that the provider gave for it.', es: 'Secreto que el proveedor dio para él.' },
    process: 'app',
    secret: true,
  },
  authOidcName: {
    name: 'AUTH_OIDC_NAME',
    parse: parseText,
    default: 'OpenID',
    describe: {
      en: 'What the button for the provider calls it.',
      es: 'Cómo llama al proveedor su botón.',
    },
    process: 'app',
  },
  smtpUrl: {
    name: 'SMTP_URL',
    parse: parseUrl('smtp:', 'smtps:'),
    unset: {
      en: 'mails are written to the log',
      es: 'los correos se escriben en el registro',
    },
    describe: {
      en: 'Mail server for new passwords, like `smtps://user:password@mail.example.org`; needs `PUBLIC_URL`.',
      es: 'Servidor de correo para cambiar contraseñas, como `smtps://usuario:clave@correo.example.org`; necesita `PUBLIC_URL`.',
    },
    process: 'app',
    secret: true,
  },
  mailFrom: {
    name: 'MAIL_FROM',
    parse: parseText,
    unset: {
      en: '`no-reply@` and the host of `PUBLIC_URL`',
      es: '`no-reply@` y el host de `PUBLIC_URL`',
    },
    describe: { en: 'Whom mails are from.', es: 'De quién son los correos.' },
    process: 'app',
  },
  accessLogDays: {
    name: 'ACCESS_LOG_DAYS',
    parse: parseCount(1, 36_500),
    default: '365',
    describe: {
      en: 'Days for which it is kept who gave or took away access to a document, and when.',
      es: 'Días durante los que se guarda quién dio o quitó acceso a un documento, y cuándo.',
    },
    process: 'app',
  },
  historyRetentionDays: {
    name: 'HISTORY_RETENTION_DAYS',
    parse: parseCount(1, 36_500),
    unset: { en: 'kept for good', es: 'se guarda para siempre' },
    describe: {
      en: 'Days for which the past of documents is kept. What is older becomes one version: without who wrote it, what was deleted by then, and the versions named before.',
      es: 'Días durante los que se guarda el pasado de los documentos. Lo anterior queda en una sola versión, sin quién lo escribió, lo borrado hasta entonces ni las versiones con nombre de antes.',
    },
    process: 'collab',
  },
  quotaMb: {
    name: 'QUOTA_MB',
    parse: parseCount(1, 100_000_000),
    unset: { en: 'no limit', es: 'sin límite' },
    describe: {
      en: 'What the text and images of one person’s documents may take, in MB; an administrator can give somebody another limit.',
      es: 'Lo que pueden ocupar el texto y las imágenes de los documentos de una persona, en MB; la administración puede dar otro límite a alguien.',
    },
    process: 'app',
  },
  allowedOrigins: {
    name: 'ALLOWED_ORIGINS',
    parse: parseOrigins,
    unset: {
      en: 'the origin of `PUBLIC_URL`; without it, pages of the same host at `PORT`',
      es: 'el origen de `PUBLIC_URL`; sin ella, las páginas del mismo host en `PORT`',
    },
    describe: {
      en: 'Origins, separated by commas, whose pages may open the WebSocket in `token` mode.',
      es: 'Orígenes, separados por comas, cuyas páginas pueden abrir el WebSocket en modo `token`.',
    },
    process: 'collab',
  },
  maxDocumentMb: {
    name: 'MAX_DOCUMENT_MB',
    parse: parseCount(1, 1_000),
    default: '64',
    describe: {
      en: 'Largest state of a document, in MB; one that is full takes only deletions.',
      es: 'Tamaño máximo del estado de un documento, en MB; uno lleno solo admite borrados.',
    },
    process: 'collab',
  },
  maxMessageMb: {
    name: 'MAX_MESSAGE_MB',
    parse: parseCount(1, 100),
    default: '16',
    describe: {
      en: 'Largest message that the collab server takes, in MB. What somebody wrote offline comes as one.',
      es: 'Mensaje más grande que acepta el servidor de colaboración, en MB. Lo escrito sin conexión llega en uno.',
    },
    process: 'collab',
  },
  maxMessagesPerSecond: {
    name: 'MAX_MESSAGES_PER_SECOND',
    parse: parseCount(0, 1_000_000),
    default: '500',
    describe: {
      en: 'Messages a second that are read from one connection while others are at work, after four times as many at once; 0 for no limit.',
      es: 'Mensajes por segundo que se leen de una conexión mientras otras trabajan, tras cuatro veces más de golpe; 0 para no limitar.',
    },
    process: 'collab',
  },
  maxConnections: {
    name: 'MAX_CONNECTIONS',
    parse: parseCount(1, 1_000_000),
    default: '20000',
    describe: {
      en: 'Connections to the collab server, in all.',
      es: 'Conexiones al servidor de colaboración, en total.',
    },
    process: 'collab',
  },
  maxConnectionsPerAddress: {
    name: 'MAX_CONNECTIONS_PER_ADDRESS',
    parse: parseCount(1, 1_000_000),
    default: '5000',
    describe: {
      en: 'Connections from one address, such as the one that an office shares.',
      es: 'Conexiones desde una misma dirección, como la que comparte una oficina.',
    },
    process: 'collab',
  },
  maxRooms: {
    name: 'MAX_ROOMS',
    parse: parseCount(1, 1_000_000),
    default: '20000',
    describe: {
      en: 'Documents that are open at once, in all.',
      es: 'Documentos abiertos a la vez, en total.',
    },
    process: 'collab',
  },
  maxRoomsPerAddress: {
    name: 'MAX_ROOMS_PER_ADDRESS',
    parse: parseCount(1, 1_000_000),
    default: '5000',
    describe: {
      en: 'Documents that one address has opened and that are open at once.',
      es: 'Documentos abiertos a la vez que abrió una misma dirección.',
    },
    process: 'collab',
  },
  metrics: {
    name: 'METRICS',
    parse: parseChoice('off', 'local', 'on'),
    default: 'local',
    describe: {
      en: 'Who may read `/metrics` of the collab server: nobody, programs on this machine, or whoever reaches its port.',
      es: 'Quién puede leer `/metrics` del servidor de colaboración: nadie, los programas de esta máquina o quien llegue a su puerto.',
    },
    process: 'collab',
  },
  logLevel: {
    name: 'LOG_LEVEL',
    parse: parseChoice('info', 'warn', 'error', 'off'),
    default: 'info',
    describe: {
      en: 'Least serious events that the collab server writes to its log.',
      es: 'Sucesos menos graves que el servidor de colaboración escribe en su registro.',
    },
    process: 'collab',
  },
  dataDir: {
    name: 'DATA_DIR',
    parse: parseText,
    default: './data',
    describe: {
      en: 'Folder of everything that is stored: documents, images, secret.',
      es: 'Carpeta de todo lo que se guarda: documentos, imágenes, secreto.',
    },
    process: 'both',
  },
  lowDiskMb: {
    name: 'LOW_DISK_MB',
    parse: parseCount(0, 100_000_000),
    default: '2000',
    describe: {
      en: 'Administrators and the log are warned while less than this is free on the disk of `DATA_DIR`, in MB; 0 for never.',
      es: 'Mientras quede libre menos que esto en el disco de `DATA_DIR`, en MB, se avisa a la administración y en el registro; 0 para no avisar nunca.',
    },
    process: 'both',
  },
  s3Url: {
    name: 'S3_URL',
    parse: parseUrl('http:', 'https:'),
    unset: { en: 'images are kept in `DATA_DIR`', es: 'las imágenes se guardan en `DATA_DIR`' },
    describe: {
      en: 'Bucket for images, at anything that speaks S3: `https://host/bucket` or `https://bucket.host`. Those in `DATA_DIR` from before are found still.',
      es: 'Contenedor (bucket) para las imágenes, en cualquier servicio que hable S3: `https://host/bucket` o `https://bucket.host`. Las que ya estaban en `DATA_DIR` se siguen encontrando.',
    },
    process: 'app',
  },
  s3Region: {
    name: 'S3_REGION',
    parse: parseText,
    default: 'us-east-1',
    describe: {
      en: 'Region of the bucket; many services take any.',
      es: 'Región del contenedor; muchos servicios aceptan cualquiera.',
    },
    process: 'app',
  },
  s3AccessKeyId: {
    name: 'S3_ACCESS_KEY_ID',
    parse: parseText,
    unset: { en: 'needed with `S3_URL`', es: 'hace falta con `S3_URL`' },
    describe: {
      en: 'Key that may read, write, list and delete in the bucket.',
      es: 'Clave que puede leer, escribir, listar y borrar en el contenedor.',
    },
    process: 'app',
  },
  s3SecretAccessKey: {
    name: 'S3_SECRET_ACCESS_KEY',
    parse: parseText,
    unset: { en: 'needed with `S3_URL`', es: 'hace falta con `S3_URL`' },
    describe: { en: 'Secret of that key.', es: 'Secreto de esa clave.' },
    process: 'app',
    secret: true,
  },
  databaseUrl: {
    name: 'DATABASE_URL',
    parse: parsePostgresUrl,
    unset: { en: 'SQLite files in `DATA_DIR`', es: 'archivos SQLite en `DATA_DIR`' },
    describe: {
      en: 'PostgreSQL database (14 or newer) for all but images and secrets, like `postgres://user:password@host/database`. It begins empty; `npm run copy-store` brings what is in `DATA_DIR`. For one collab server at a time, or for several with `REDIS_URL`.',
      es: 'Base de datos PostgreSQL (14 o posterior) para todo salvo imágenes y secretos, como `postgres://usuario:clave@host/base`. Empieza vacía; `npm run copy-store` trae lo que haya en `DATA_DIR`. Para un solo servidor de colaboración a la vez, o para varios con `REDIS_URL`.',
    },
    process: 'both',
    secret: true,
  },
  redisUrl: {
    name: 'REDIS_URL',
    parse: parseRedisUrl,
    unset: { en: 'one collab server alone', es: 'un solo servidor de colaboración' },
    describe: {
      en: 'Redis over which several collab servers on the same `DATABASE_URL` tell each other what is new, like `redis://user:password@host:6379`. Nothing is kept in it.',
      es: 'Redis con el que varios servidores de colaboración de la misma `DATABASE_URL` se cuentan lo nuevo, como `redis://usuario:clave@host:6379`. En él no se guarda nada.',
    },
    process: 'collab',
    secret: true,
  },
} as const satisfies Record<string, Option<unknown>>
