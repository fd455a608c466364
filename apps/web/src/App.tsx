import { QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { makeQueryClient } from './api/queries.ts';
import { AppRoutes } from './routes.tsx';
import { CrashBoundary } from './shell/CrashBoundary.tsx';
import { LeaveGuard } from './shell/LeaveGuard.tsx';
import { LiveRegion } from './ui/LiveRegion.tsx';
import { Toaster } from './ui/Toaster.tsx';

export function App() {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <LiveRegion />
      <CrashBoundary>
        <LeaveGuard>
          <AppRoutes />
        </LeaveGuard>
      </CrashBoundary>
      <Toaster />
    </QueryClientProvider>
  );
}
