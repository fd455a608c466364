/** By which the footer of a Parquet file names who wrote it. */
export const PARQUET_WRITER = 'pairwright';
