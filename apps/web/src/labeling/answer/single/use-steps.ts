import type { StepLabel } from '@pairwright/contract/judgment';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { areStepsJudged, labelStep } from '@pairwright/domain/judgment/step-labels';
import { stepsOf } from '@pairwright/domain/judgment/steps';
import { useMemo, useSyncExternalStore } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { announce } from '../../../ui/live-region.ts';
import { useBench } from '../../session/bench-context.ts';
import { changeEntry, entryOf } from '../../session/entry-of.ts';
import type { Work } from '../../session/session.ts';

export type SingleQuestion = Extract<MainQuestion, { kind: 'single' }>;

/** The step at hand by assignment: what keys label next. Not part of what is entered, so not undone either. */
const atHand = new Map<string, number>();
const listeners = new Set<() => void>();
let version = 0;

function setAtHand(id: string, index: number): void {
  atHand.set(id, index);
  version += 1;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface Steps {
  texts: readonly string[];
  labels: readonly StepLabel[];
  /** The step that keys label. */
  current: number;
  judged: boolean;
  /** The first wrong step where judging stopped at it; null elsewhere. */
  stoppedAt: number | null;
  label: (index: number, label: StepLabel) => void;
  go: (index: number) => void;
}

const none: readonly StepLabel[] = [];

/** The steps of a work's answer with their labels as they are entered now, and the ways to change them. */
export function useSteps(work: Work, main: SingleQuestion): Steps {
  const t = useT();
  const { controller } = useBench();
  useSyncExternalStore(controller.entries.subscribe, controller.entries.version);
  useSyncExternalStore(subscribe, () => version);
  const { decisions } = useSyncExternalStore(controller.subscribe, controller.state);
  const content = work.responses[0]?.messages.at(-1)?.content ?? '';
  const texts = useMemo(() => stepsOf(content).map(({ start, end }) => content.slice(start, end)), [content]);
  const { answer } = entryOf(controller, work.id, decisions.get(work.id) ?? null);
  const labels = answer?.outcome === 'steps' ? answer.labels : none;
  const stop = main.stopAtFirstError;
  const judged = texts.length > 0 && areStepsJudged(labels, texts.length, stop);
  const frontier = Math.max(0, Math.min(judged ? labels.length - 1 : labels.length, texts.length - 1));
  const current = Math.min(atHand.get(work.id) ?? frontier, frontier);
  const go = (index: number): void => setAtHand(work.id, Math.max(0, Math.min(index, frontier)));
  return {
    texts,
    labels,
    current,
    judged,
    stoppedAt: stop && labels.at(-1) === 'wrong' ? labels.length - 1 : null,
    go,
    label: (index, label) => {
      const next = labelStep(labels, { index, label }, stop);
      if (next === labels) return;
      changeEntry(controller, work.id, {
        by: (entry) => ({ ...entry, answer: { outcome: 'steps', labels: [...next] } }),
      });
      setAtHand(work.id, Math.min(index + 1, texts.length - 1));
      announce(t('labeling-single.said_label', { number: index + 1, label: t(`labeling-single.${label}`) }));
      if (areStepsJudged(next, texts.length, stop)) announce(t('labeling-single.said_done'));
    },
  };
}
