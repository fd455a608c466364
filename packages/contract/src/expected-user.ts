/**
 * A page says with every request whose it is (their id). Should somebody else have signed in on the same browser meanwhile,
 * the server answers `not_signed_in` instead of acting for the wrong person. Optional: scripts need not say it.
 */
export const expectedUserHeader = 'pairwright-user';
