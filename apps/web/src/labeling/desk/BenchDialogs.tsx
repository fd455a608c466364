import { useT } from '../../i18n/use-i18n.ts';
import { toast } from '../../ui/toast.ts';
import type { OpenDialog } from './use-commands.ts';
import type { Controller } from '../session/controller.ts';
import { FlagDialog } from './FlagDialog.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { currentId } from '../session/session.ts';
import { RecordedDialog } from '../reading/RecordedDialog.tsx';
import type { ShortcutRegistry } from '../shortcuts/registry.ts';
import { SkipDialog } from './SkipDialog.tsx';
import { markVote } from '../pane/Stage.tsx';

interface BenchDialogsProps {
  open: OpenDialog;
  onClose: () => void;
  onRecorded: () => void;
  controller: Controller;
  registry: ShortcutRegistry;
}

export function BenchDialogs({ open, onClose, onRecorded, controller, registry }: BenchDialogsProps) {
  const t = useT();
  if (open === 'keys') {
    return <KeysDialog registry={registry} onClose={onClose} onRecorded={onRecorded} />;
  }
  if (open === 'recorded') return <RecordedDialog controller={controller} onClose={onClose} />;
  if (open === 'skip') {
    return (
      <SkipDialog
        registry={registry}
        onClose={onClose}
        onSkip={(reason, note, at) => {
          onClose();
          const before = currentId(controller.state());
          controller.skip(reason, note, at);
          if (currentId(controller.state()) !== before) markVote(at);
        }}
      />
    );
  }
  if (open === null) return null;
  return (
    <FlagDialog
      onClose={onClose}
      onFlag={(reason, note) => {
        onClose();
        const id = currentId(controller.state());
        if (id === null) return;
        controller.flag(id, { reason, note, isOwn: true });
        toast(t('labeling.saved_flag'));
      }}
    />
  );
}
