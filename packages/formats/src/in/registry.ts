import type { InFormat } from './format.ts';
import { arena100k, arena140k, arena55k, mtBench } from './formats/arena.ts';
import { helpsteer2, helpsteer2Preference, helpsteer3 } from './formats/helpsteer.ts';
import { judgedPair } from './formats/judged-pair.ts';
import { alpacaEval, cvalues, pandalm } from './formats/judged-pairs.ts';
import { pkuSafeRlhf } from './formats/pku.ts';
import {
  llamafactoryAlpaca,
  llamafactoryKto,
  llamafactorySharegpt,
  swiftKto,
} from './formats/llamafactory.ts';
import { nemoAlignerDpo, nemoAlignerRegression, nemoAlignerRm } from './formats/nemo-aligner.ts';
import { oasst } from './formats/oasst.ts';
import { openaiChat, openaiLog, openaiPreference } from './formats/openai.ts';
import { ownRows, ownVotes } from './formats/ours.ts';
import { argillaBinarized, nectar, shp, ultrafeedback, ultrafeedbackBinarized } from './formats/rated.ts';
import { hhStrings, mossRm, stringsWithoutPrompt } from './formats/strings.ts';
import {
  axolotlBt,
  axolotlDpo,
  axolotlIntel,
  colossal,
  nemoRl,
  swiftRlhf,
  tinker,
} from './formats/trainers.ts';
import { kto, rewardbench, stepwise, textTriple, trlExplicit, trlImplicit } from './formats/trl.ts';

/** Every shape of rows that is read without a mapping. */
export const inFormats: readonly InFormat[] = [
  ownRows,
  ownVotes,
  judgedPair,
  trlImplicit,
  trlExplicit,
  textTriple,
  rewardbench,
  kto,
  stepwise,
  hhStrings,
  mossRm,
  stringsWithoutPrompt,
  llamafactoryAlpaca,
  llamafactorySharegpt,
  llamafactoryKto,
  swiftKto,
  swiftRlhf,
  axolotlBt,
  axolotlIntel,
  axolotlDpo,
  nemoRl,
  nemoAlignerDpo,
  nemoAlignerRm,
  nemoAlignerRegression,
  colossal,
  tinker,
  helpsteer2,
  helpsteer2Preference,
  helpsteer3,
  ultrafeedback,
  ultrafeedbackBinarized,
  argillaBinarized,
  nectar,
  shp,
  oasst,
  arena55k,
  arena100k,
  arena140k,
  mtBench,
  pandalm,
  pkuSafeRlhf,
  alpacaEval,
  cvalues,
  openaiLog,
  openaiChat,
  openaiPreference,
];

/** By its name or another one it goes by. */
export function inFormat(name: string): InFormat | null {
  return inFormats.find((format) => format.name === name || format.aliases?.includes(name) === true) ?? null;
}
