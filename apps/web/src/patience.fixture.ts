import { configure } from '@testing-library/react';

// What comes by `import()` takes as long as the machine is busy; the library waits for one second.
configure({ asyncUtilTimeout: 15_000 });
