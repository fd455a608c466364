import type { ExportFormat } from '@pairwright/contract/datasets';
import type { RecordFormat } from './format.ts';
import { arena } from './formats/arena.ts';
import { axolotlBt } from './formats/axolotl-bt.ts';
import { axolotlDpo } from './formats/axolotl-dpo.ts';
import { colossal } from './formats/colossal.ts';
import { helpsteer3 } from './formats/helpsteer3.ts';
import { hhStrings } from './formats/hh-strings.ts';
import { kto } from './formats/kto.ts';
import { llamafactoryAlpaca } from './formats/llamafactory-alpaca.ts';
import { llamafactoryKto } from './formats/llamafactory-kto.ts';
import { llamafactorySharegpt } from './formats/llamafactory-sharegpt.ts';
import { mossRm } from './formats/moss-rm.ts';
import { nemoAlignerDpo } from './formats/nemo-aligner-dpo.ts';
import { nemoAlignerRegression } from './formats/nemo-aligner-regression.ts';
import { nemoAlignerRm } from './formats/nemo-aligner-rm.ts';
import { nemoRl } from './formats/nemo-rl.ts';
import { rewardbench } from './formats/rewardbench.ts';
import { stepwise } from './formats/stepwise.ts';
import { swiftKto } from './formats/swift-kto.ts';
import { swiftRlhf } from './formats/swift-rlhf.ts';
import { textTriple } from './formats/text-triple.ts';
import { tinker } from './formats/tinker.ts';
import { trlExplicit } from './formats/trl-explicit.ts';
import { trlImplicit } from './formats/trl-implicit.ts';

/** A format whose lines are made of the records of a version. `votes` is made of single judgments: see `voteLine`. */
export type RecordFormatName = Exclude<ExportFormat, 'votes'>;

/** Every format of records by its name. */
export const recordFormats: Readonly<Record<RecordFormatName, RecordFormat>> = {
  'trl-implicit': trlImplicit,
  'trl-explicit': trlExplicit,
  'text-triple': textTriple,
  'hh-strings': hhStrings,
  kto,
  stepwise,
  'llamafactory-sharegpt': llamafactorySharegpt,
  'llamafactory-alpaca': llamafactoryAlpaca,
  'llamafactory-kto': llamafactoryKto,
  'swift-rlhf': swiftRlhf,
  'swift-kto': swiftKto,
  'axolotl-bt': axolotlBt,
  'axolotl-dpo': axolotlDpo,
  'nemo-rl': nemoRl,
  'nemo-aligner-rm': nemoAlignerRm,
  'nemo-aligner-dpo': nemoAlignerDpo,
  'nemo-aligner-regression': nemoAlignerRegression,
  colossal,
  tinker,
  'moss-rm': mossRm,
  helpsteer3,
  rewardbench,
  arena,
};
