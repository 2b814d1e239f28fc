import path from 'node:path'

import type { Config } from '#config/load-config'
import { FolderImageFiles } from '#storage/images/folder-image-files'
import type { ImageFiles } from '#storage/images/image-files'
import { ImagesWithOlder } from '#storage/images/images-with-older'
import { S3ImageFiles } from '#storage/images/s3-image-files'

type Settings = Pick<Config, 'dataDir' | 's3Url' | 's3Region' | 's3AccessKeyId' | 's3SecretAccessKey'>

/** Where the settings say that images are: a bucket, and in the data folder those from before it; or there alone. */
export function openImageFiles(settings: Settings): ImageFiles {
  const { dataDir, s3Url: url, s3Region: region, s3AccessKeyId, s3SecretAccessKey } = settings
  const folder = new FolderImageFiles(path.join(dataDir, 'images'))
  if (url === undefined || s3AccessKeyId === undefined || s3SecretAccessKey === undefined) return folder
  const keys = { accessKeyId: s3AccessKeyId, secretAccessKey: s3SecretAccessKey }
  return new ImagesWithOlder(new S3ImageFiles({ url, region, ...keys }), folder)
}
