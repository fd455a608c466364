import type { ExportFormat } from '@pairwright/contract/datasets';
import { exportFormats } from '@pairwright/contract/export-formats';
import { recordFormats } from '@pairwright/formats/out/registry';
import { type ReactNode, useId } from 'react';
import own from './datasets.module.css';

const trainers = ['trl', 'llamafactory', 'swift', 'axolotl', 'nemo', 'others', 'analysis'] as const;

function trainerOf(format: ExportFormat): (typeof trainers)[number] {
  return format === 'votes' ? 'analysis' : recordFormats[format].trainer;
}

/** All formats by the trainer that reads them. */
export const formatGroups = trainers.map((trainer) => ({
  trainer,
  formats: exportFormats.filter((format) => trainerOf(format) === trainer),
}));

/** The formats of one trainer under its name. */
export function FormatGroup({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={own['trainer']} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {children}
    </section>
  );
}
