/** How the answers stand to each other. One at a time shows one of them in full width. */
export type Layout = 'side_by_side' | 'stacked' | 'one_at_a_time';
