-- What the result looks like, as a hash that the program computes from its own shapes. A result of another shape, or without one, was
-- stored by another version (an older worker beside newer ones, say): it counts as not there, and is computed anew.
alter table statistics add column shape text;
